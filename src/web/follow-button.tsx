/** Follow or following, for topics; one press changes it. */
import type { TopicRef } from '../server/api/contract.ts'
import { ActionButton, ActionForm } from './action-form.tsx'
import { topicName } from './topic-name.ts'
import { useWords } from './words.ts'

type Topic = Pick<TopicRef, 'id' | 'label' | 'followed'>

type Props = {
  readonly topic: Topic
  readonly back: string
  /** `pill`: the main action of a page, with the topic's name. `nameless`: on the topic's own page. `text`: in a row that names it. */
  readonly look: 'pill' | 'nameless' | 'text'
}

const classes = { pill: 'pill', nameless: 'pill', text: 'text-button' } as const

export function FollowButton({ topic, back, look }: Props) {
  const words = useWords()
  const { say } = words
  return (
    <ActionForm action={actionOf(topic)} body={bodyOf(topic)} back={back} after="stay">
      <button type="submit" class={`follow ${classes[look]}${topic.followed ? ' on' : ''}`}>
        <Word topic={topic} on={say('action.following')} />
        <span class={look === 'pill' ? 'follow-label' : 'hidden-words'} dir="auto">
          {' '}
          {topicName(topic, words)}
        </span>
      </button>
    </ActionForm>
  )
}

/** The same among other actions of a card, which stand in one form. */
export function FollowMenuItem({ topic }: Pick<Props, 'topic'>) {
  const words = useWords()
  return (
    <ActionButton action={actionOf(topic)} body={bodyOf(topic)} class={topic.followed ? 'follow on' : 'follow'}>
      <Word topic={topic} on={words.say('action.unfollow')} /> <bdi>{topicName(topic, words)}</bdi>
    </ActionButton>
  )
}

function Word({ topic, on }: { readonly topic: Topic; readonly on: string }) {
  const { say } = useWords()
  const off = say('action.follow')
  return (
    <span data-word data-on={on} data-off={off}>
      {topic.followed ? on : off}
    </span>
  )
}

const actionOf = ({ followed }: Topic) => (followed ? 'unfollow' : 'follow')
const bodyOf = ({ id }: Topic) => ({ kind: 'topic', topicId: id })
