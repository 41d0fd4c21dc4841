/** Follow or following, for topics; one press changes it. */
import type { TopicRef } from '../server/api/contract.ts'
import { ActionForm } from './action-form.tsx'
import { useWords } from './words.ts'

type Props = {
  readonly topic: Pick<TopicRef, 'id' | 'label' | 'followed'>
  readonly back: string
  /** `pill`: the main action of a page, with the topic's name. `text`: in a row that names it. `menu`: among other actions. */
  readonly look: 'pill' | 'text' | 'menu'
}

const classes = { pill: 'pill', text: 'text-button', menu: '' } as const

export function FollowButton({ topic, back, look }: Props) {
  const { say } = useWords()
  const words = { on: say(look === 'menu' ? 'action.unfollow' : 'action.following'), off: say('action.follow') }
  return (
    <ActionForm
      action={topic.followed ? 'unfollow' : 'follow'}
      body={{ kind: 'topic', topicId: topic.id }}
      back={back}
      after="stay"
    >
      <button type="submit" class={`follow ${classes[look]} ${topic.followed ? 'on' : ''}`}>
        <span data-word data-on={words.on} data-off={words.off}>
          {topic.followed ? words.on : words.off}
        </span>
        <span class={look === 'text' ? 'hidden-words' : 'follow-label'} dir="auto">
          {' '}
          {topic.label}
        </span>
      </button>
    </ActionForm>
  )
}
