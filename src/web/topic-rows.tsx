/** Topics in rows, each with its button to follow. */
import type { TopicRef } from '../server/api/contract.ts'
import { FollowButton } from './follow-button.tsx'
import { topicLink } from './links.ts'
import { topicName } from './topic-name.ts'
import { useWords } from './words.ts'

export function TopicRows({ topics, back }: { readonly topics: readonly TopicRef[]; readonly back: string }) {
  const words = useWords()
  return (
    <ul class="rows">
      {topics.map((topic) => (
        <li key={topic.id}>
          <a href={topicLink(topic.id)} dir="auto">
            {topicName(topic, words)}
          </a>
          <FollowButton topic={topic} back={back} look="text" />
        </li>
      ))}
    </ul>
  )
}
