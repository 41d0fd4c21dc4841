/**
 * What no database keeps as text: NUL characters, and halves of surrogate pairs. A request that holds one is refused where it
 * arrives; texts of other people (files, words of a page) are rid of them where they are read.
 */

/** Where in a value the first such string stands, as a path; `undefined` where there is none. O(size of the value). */
export function unkeepableIn(value: unknown, place: string): string | undefined {
  if (typeof value === 'string') return isKeepable(value) ? undefined : place
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    const found = unkeepableIn(part, `${place}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

function isKeepable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}
