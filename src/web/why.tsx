/** Why a story is here: the strongest reason as a chip; opened, every reason with its weight and a control. */
import type { ControlView, ReasonView } from '../server/api/contract.ts'
import { ActionForm } from './action-form.tsx'
import { Icon } from './icon.tsx'
import { weightInWords } from './words.ts'

export function Why({ reasons, back }: { readonly reasons: readonly ReasonView[]; readonly back: string }) {
  const [first] = reasons
  if (first === undefined) return null
  return (
    <details class="why">
      <summary>
        <span class="chip">
          <Icon name="why" />
          <span class="chip-text" dir="auto">
            {first.text}
          </span>
        </span>
      </summary>
      <Reasons reasons={reasons} back={back} />
    </details>
  )
}

export function Reasons({ reasons, back }: { readonly reasons: readonly ReasonView[]; readonly back: string }) {
  const strongest = Math.max(...reasons.map((reason) => Math.abs(reason.weight)), 0)
  return (
    <div class="sheet">
      <h3>Why this is here</h3>
      <ul class="reasons">
        {reasons.map((reason) => (
          <li key={`${reason.feature}${reason.text}`} class={reason.weight < 0 ? 'against' : ''}>
            <span class="reason-text" dir="auto">
              {reason.text}
            </span>
            <Weight weight={reason.weight} strongest={strongest} />
            {reason.control === undefined ? <span /> : <ControlForm control={reason.control} back={back} />}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Weight({ weight, strongest }: { readonly weight: number; readonly strongest: number }) {
  const share = strongest === 0 ? 0 : Math.abs(weight) / strongest
  return (
    <span class="weight">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="6" rx="3" />
        <rect class="filled" width={Math.max(4, Math.round(share * 100))} height="6" rx="3" />
      </svg>
      <span class="weight-words">{weightInWords(weight, strongest)}</span>
    </span>
  )
}

function ControlForm({ control, back }: { readonly control: ControlView; readonly back: string }) {
  return (
    <ActionForm action="control" body={control} back={back} after="stay">
      <button type="submit" class="text-button">
        {controlWord(control)}
        {'label' in control ? <span class="hidden-words"> {control.label}</span> : null}
      </button>
    </ActionForm>
  )
}

function controlWord(control: ControlView): string {
  switch (control.kind) {
    case 'unfollow':
    case 'unfollow-source':
    case 'unfollow-author':
      return 'Unfollow'
    case 'mute-topic':
      return 'Mute topic'
    case 'mute-source':
      return 'Mute source'
    case 'less-topic':
    case 'less-story':
    case 'less-source':
      return 'Less of this'
    case 'dial':
      return dialWords[control.dial][control.towards]
  }
}

const dialWords = {
  importantPersonal: ['More important', 'More personal'],
  familiarExploring: ['More familiar', 'Explore more'],
  freshLasting: ['Fresher', 'More lasting'],
} as const
