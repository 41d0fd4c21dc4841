/** The three dials and the switch to newest first, applied together; turned, they show what they would do. */
import type { DialsView } from '../server/api/contract.ts'
import { ActionForm } from './action-form.tsx'
import { useWords } from './words.ts'

const dials = [
  { name: 'importantPersonal', from: 'dials.important', to: 'dials.personal' },
  { name: 'familiarExploring', from: 'dials.familiar', to: 'dials.exploring' },
  { name: 'freshLasting', from: 'dials.fresh', to: 'dials.lasting' },
] as const

export function DialsForm({ values, back }: { readonly values: DialsView; readonly back: string }) {
  const { say } = useWords()
  return (
    <ActionForm action="dials" back={back} class="dials">
      {dials.map(({ name, from, to }) => (
        <label class="dial" key={name}>
          <span>{say(from)}</span>
          <span>{say(to)}</span>
          <input
            type="range"
            name={name}
            min="0"
            max="1"
            step="0.05"
            value={values[name]}
            aria-label={say('dials.between', { from: say(from), to: say(to) })}
          />
        </label>
      ))}
      <label class="tick">
        <input type="checkbox" name="chronological" checked={values.chronological} />
        <span>{say('dials.chronological')}</span>
      </label>
      <button type="submit" class="pill ghost">
        {say('action.apply')}
      </button>
      {/* Filled by the script while a dial is turned. */}
      <div class="preview" data-preview data-new={say('dials.isNew')} role="status" hidden>
        <p class="label">{say('dials.wouldBegin')}</p>
        <ol />
      </div>
    </ActionForm>
  )
}
