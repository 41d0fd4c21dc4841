/** Save or saved, on the page of one story or article. */
import { ActionForm } from './action-form.tsx'
import { Icon } from './icon.tsx'

type Props = {
  readonly storyId: string
  readonly saved: boolean
  readonly back: string
  /** `pill`: among the page's main actions. `icon`: in the bar at its head. */
  readonly look: 'pill' | 'icon'
}

export function SaveButton({ storyId, saved, back, look }: Props) {
  return (
    <ActionForm action={saved ? 'withdraw' : 'signal'} body={{ kind: 'saved', storyId }} back={back} after="stay">
      {look === 'icon' ? (
        <button type="submit" class="act" data-act="saved" aria-pressed={saved} aria-label="Save" title="Save">
          <Icon name="saved" />
        </button>
      ) : (
        <button type="submit" class="pill ghost" data-act="saved" aria-pressed={saved}>
          <Icon name="saved" />
          <span data-word data-on="Saved" data-off="Save">
            {saved ? 'Saved' : 'Save'}
          </span>
        </button>
      )}
    </ActionForm>
  )
}
