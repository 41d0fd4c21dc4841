/** People whom one report names in full and another by one name alone. */
import type { EntityId } from '../../domain/ids.ts'
import type { Understood } from '../../domain/topic.ts'
import type { EntityMerges } from './merge-entities.ts'

const person = 'person:'

/**
 * For each name of one word, the only person among these reports whose full name it begins or ends: "Quillfeather" of a headline
 * is the Ada Quillfeather of another report on the same story. Nothing where two could be meant. O(entities · people).
 */
export function shortNamesIn(reports: readonly Pick<Understood, 'entities'>[]): EntityMerges {
  const names = new Map<EntityId, string>()
  for (const { entities } of reports)
    for (const { id, name } of entities) if (id.startsWith(person)) names.set(id, name)
  const full = [...names].filter(([id]) => id.includes('-'))
  const merges = new Map<EntityId, { readonly id: EntityId; readonly name: string }>()
  for (const id of names.keys()) {
    if (id.includes('-')) continue
    const short = id.slice(person.length)
    const meant = full.filter(([other]) => other.endsWith(`-${short}`) || other.startsWith(`${person}${short}-`))
    const [only] = meant
    if (only !== undefined && meant.length === 1) merges.set(id, { id: only[0], name: only[1] })
  }
  return merges
}
