/** People whom the news of these days calls by one name alone: "Quillfeather" of a story that nowhere says Ada. */
import type { EntityId } from '../../domain/ids.ts'
import type { Understood } from '../../domain/topic.ts'
import { entityIdOf } from './entities/gazetteer.ts'
import type { EntityMerges } from './merge-entities.ts'

const person = 'person:'

/** A story that calls somebody by one name. `full` is absent where nothing in the story says more. */
export type ShortName = { readonly short: EntityId; readonly full?: { readonly id: EntityId; readonly name: string } }

/**
 * Whom the reports of one story call by one name: who is also named in full, by the forms that the reports themselves have for them
 * ("Quillfeather", never "Ada"), and who is not. Each once. O(mentions).
 */
export function shortNamesOf(reports: readonly Pick<Understood, 'entities'>[]): ShortName[] {
  const found = new Map<string, ShortName>()
  for (const { entities } of reports)
    for (const { id, name, mentions } of entities) {
      if (!id.startsWith(person)) continue
      if (!id.includes('-')) found.set(id, { short: id })
      else
        for (const written of mentions) {
          const short = entityIdOf('person', written)
          if (!short.includes('-') && short !== id) found.set(`${short} ${id}`, { short, full: { id, name } })
        }
    }
  return [...found.values()]
}

/** How many stories call this person by this name and in full. */
export type NameCount = {
  readonly short: EntityId
  readonly full: EntityId
  readonly name: string
  readonly stories: number
}

/** Below this many stories a name is hardly anybody's. */
const storiesMin = 4
/** Of the stories that say who is meant, the share that has to mean the one. */
const shareMin = 0.85

/** Whom each short name nearly always means; nothing for those that several people are called by. O(counts). */
export function meantBy(counts: readonly NameCount[]): EntityMerges {
  const sums = new Map<EntityId, number>()
  for (const { short, stories } of counts) sums.set(short, (sums.get(short) ?? 0) + stories)
  return new Map(
    counts.flatMap(({ short, full, name, stories }) =>
      stories >= storiesMin && stories >= shareMin * (sums.get(short) ?? 0)
        ? [[short, { id: full, name }] as const]
        : [],
    ),
  )
}
