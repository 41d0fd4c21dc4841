/** Follow or following, for topics; one press changes it. */

import type { TopicRef } from '../server/api/contract.ts'
import { ActionForm } from './action-form.tsx'

type Props = {
  readonly topic: Pick<TopicRef, 'id' | 'label' | 'followed'>
  readonly back: string
  /** `pill`: the main action of a page. `text`: in a row of many. */
  readonly look: 'pill' | 'text'
  /** Says what is followed, where the button stands alone. */
  readonly named?: boolean
}

export function FollowButton({ topic, back, look, named = false }: Props) {
  const word = topic.followed ? 'Following' : 'Follow'
  return (
    <ActionForm
      action={topic.followed ? 'unfollow' : 'follow'}
      body={{ kind: 'topic', topicId: topic.id }}
      back={back}
      after="stay"
      class="follow-form"
    >
      <button
        type="submit"
        class={look === 'pill' ? `pill ${topic.followed ? 'ghost' : ''}` : 'text-button'}
        aria-pressed={topic.followed}
        aria-label={`Follow ${topic.label}`}
        data-follow={named ? topic.label : ''}
      >
        {named ? `${word} ${topic.label}` : word}
      </button>
    </ActionForm>
  )
}
