/** The three dials and the switch to newest first, applied together. */
import type { DialsView } from '../server/api/contract.ts'
import { ActionForm } from './action-form.tsx'

const dials = [
  { name: 'importantPersonal', from: 'Important', to: 'Personal' },
  { name: 'familiarExploring', from: 'Familiar', to: 'Exploring' },
  { name: 'freshLasting', from: 'Fresh', to: 'Lasting' },
] as const

export function DialsForm({ values, back }: { readonly values: DialsView; readonly back: string }) {
  return (
    <ActionForm action="dials" back={back} class="dials">
      {dials.map(({ name, from, to }) => (
        <label class="dial" key={name}>
          <span>{from}</span>
          <span>{to}</span>
          <input
            type="range"
            name={name}
            min="0"
            max="1"
            step="0.05"
            value={values[name]}
            aria-label={`From ${from.toLowerCase()} to ${to.toLowerCase()}`}
          />
        </label>
      ))}
      <label class="tick">
        <input type="checkbox" name="chronological" checked={values.chronological} />
        <span>Newest first, nothing learned</span>
      </label>
      <button type="submit" class="pill ghost small">
        Apply
      </button>
    </ActionForm>
  )
}
