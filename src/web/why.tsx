/** Why a story is here: the strongest reason as a chip; opened, every reason with its weight and a control. */
import type { ControlView, ReasonView } from '../server/api/contract.ts'
import { ActionForm } from './action-form.tsx'
import { Icon } from './icon.tsx'
import { reasonWords } from './reason-words.ts'
import { useWords } from './words.ts'

export function Why({ reasons, back }: { readonly reasons: readonly ReasonView[]; readonly back: string }) {
  const words = useWords()
  const [first] = reasons
  if (first === undefined) return null
  return (
    <details class="why">
      <summary>
        <span class="chip">
          <Icon name="why" />
          <span class="chip-text" dir="auto">
            {reasonWords(words, first)}
          </span>
        </span>
      </summary>
      <Reasons reasons={reasons} back={back} />
    </details>
  )
}

export function Reasons({ reasons, back }: { readonly reasons: readonly ReasonView[]; readonly back: string }) {
  const words = useWords()
  const strongest = Math.max(...reasons.map((reason) => Math.abs(reason.weight)), 0)
  return (
    <div class="sheet">
      <h3>{words.say('why.title')}</h3>
      <ul class="reasons">
        {reasons.map((reason) => (
          <li key={`${reason.feature}${reason.text}`} class={reason.weight < 0 ? 'against' : ''}>
            <span class="reason-text" dir="auto">
              {reasonWords(words, reason)}
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
  const words = useWords()
  const share = strongest === 0 ? 0 : Math.abs(weight) / strongest
  return (
    <span class="weight">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="6" rx="3" />
        <rect class="filled" width={Math.max(4, Math.round(share * 100))} height="6" rx="3" />
      </svg>
      <span class="weight-words">{words.weight(weight, strongest)}</span>
    </span>
  )
}

function ControlForm({ control, back }: { readonly control: ControlView; readonly back: string }) {
  const { say } = useWords()
  return (
    <ActionForm action="control" body={control} back={back} after="stay">
      <button type="submit" class="text-button">
        {say(wordOf(control))}
        {'label' in control ? <span class="hidden-words"> {control.label}</span> : null}
      </button>
    </ActionForm>
  )
}

function wordOf(control: ControlView) {
  switch (control.kind) {
    case 'unfollow':
    case 'unfollow-source':
    case 'unfollow-author':
      return 'action.unfollow'
    case 'mute-topic':
      return 'why.muteTopic'
    case 'mute-source':
      return 'why.muteSource'
    case 'less-topic':
    case 'less-story':
    case 'less-source':
      return 'why.less'
    case 'dial':
      return `dial.${control.dial}.${control.towards}` as const
  }
}
