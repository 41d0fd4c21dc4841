/** Why a story is here: the strongest reason as a chip; opened, every reason with its weight and a control. */
import type { ControlView, ReasonView } from '../server/api/contract.ts'
import { ActionButton } from './action-form.tsx'
import { Bar } from './bars.tsx'
import { Icon } from './icon.tsx'
import { reasonWords } from './reason-words.ts'
import { topicName } from './topic-name.ts'
import { useWords, type Words } from './words.ts'

type Props = { readonly reasons: readonly ReasonView[] }

export function Why({ reasons }: Props) {
  const words = useWords()
  const [first] = reasons
  if (first === undefined) return null
  return (
    <details class="why">
      <summary>
        <span class="chip">
          <Icon name="why" />
          <span class="chip-text" dir="auto">
            {reasonWords(words, first, true)}
          </span>
        </span>
      </summary>
      <Reasons reasons={reasons} />
    </details>
  )
}

/** Its controls belong to the `ActionButtons` around it. */
export function Reasons({ reasons }: Props) {
  const words = useWords()
  const strongest = Math.max(...reasons.map((reason) => Math.abs(reason.weight)), 0)
  return (
    <div class="sheet">
      <h3>{words.say('why.title')}</h3>
      <ul class="reasons">
        {reasons.map((reason) => (
          <li key={`${reason.feature}${reason.text}`} class={reason.weight < 0 ? 'against' : undefined}>
            <span class="reason-text" dir="auto">
              {reasonWords(words, reason)}
            </span>
            <Weight weight={reason.weight} strongest={strongest} />
            {reason.control === undefined ? <span /> : <Control control={reason.control} />}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Less of a bar could not be seen. */
const shareShown = 0.04

function Weight({ weight, strongest }: { readonly weight: number; readonly strongest: number }) {
  const words = useWords()
  const share = strongest === 0 ? 0 : Math.abs(weight) / strongest
  return (
    <span class="weight">
      <Bar share={Math.max(shareShown, share)} />
      <span class="weight-words">{words.weight(weight, strongest)}</span>
    </span>
  )
}

function Control({ control }: { readonly control: ControlView }) {
  const words = useWords()
  const { say } = words
  return (
    <ActionButton action="control" body={control} class="text-button">
      {say(wordOf(control))}
      {'label' in control ? <span class="hidden-words"> {controlled(control, words)}</span> : null}
    </ActionButton>
  )
}

type Labelled = Extract<ControlView, { readonly label: string }>

function controlled(control: Labelled, words: Words): string {
  return 'topicId' in control ? topicName({ ...control, id: control.topicId }, words) : control.label
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
