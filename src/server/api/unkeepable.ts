/**
 * A request that holds what cannot be kept is refused where it arrives; texts of other people (files, words of a page) are rid of
 * it where they are read.
 */
import { isKeepable } from '../../domain/keepable.ts'

/** Where in a value the first string stands that cannot be kept, as a path; `undefined` where there is none. O(size of the value). */
export function unkeepableIn(value: unknown, place: string): string | undefined {
  if (typeof value === 'string') return isKeepable(value) ? undefined : place
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    const found = unkeepableIn(part, `${place}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}
