/** Save or saved, on the page of one story or article. */
import { ActionForm } from './action-form.tsx'
import { Icon } from './icon.tsx'
import { useWords } from './words.ts'

type Props = {
  readonly storyId: string
  readonly saved: boolean
  readonly back: string
  /** `pill`: among the page's main actions. `icon`: in the bar at its head. */
  readonly look: 'pill' | 'icon'
}

export function SaveButton({ storyId, saved, back, look }: Props) {
  const { say } = useWords()
  const words = { on: say('action.saved'), off: say('action.save') }
  return (
    <ActionForm action={saved ? 'withdraw' : 'signal'} body={{ kind: 'saved', storyId }} back={back} after="stay">
      {look === 'icon' ? (
        <button
          type="submit"
          class="act"
          data-act="saved"
          aria-pressed={saved}
          aria-label={words.off}
          title={words.off}
        >
          <Icon name="saved" />
        </button>
      ) : (
        <button type="submit" class="pill ghost" data-act="saved" aria-pressed={saved}>
          <Icon name="saved" />
          <span data-word data-on={words.on} data-off={words.off}>
            {saved ? words.on : words.off}
          </span>
        </button>
      )}
    </ActionForm>
  )
}
