import type { Markup } from './read-markup.ts'

/** All elements directly inside that have one of these names, in document order. */
export function childrenOf(parent: Markup, ...names: readonly string[]): Markup[] {
  return parent.children.filter((child): child is Markup => typeof child !== 'string' && names.includes(child.name))
}

/** The first value that is there, asking for the names in order of preference. */
export function firstOf<Value>(
  parents: readonly Markup[],
  names: readonly string[],
  read: (element: Markup) => Value | undefined,
): Value | undefined {
  for (const name of names)
    for (const parent of parents)
      for (const child of childrenOf(parent, name)) {
        const value = read(child)
        if (value !== undefined) return value
      }
  return undefined
}

/** All text inside, whatever is around it, trimmed; undefined when there is none. */
export function textOf(element: Markup): string | undefined {
  const pieces: string[] = []
  collect(element, pieces)
  return nonEmpty(pieces.join(''))
}

export function attributeOf(element: Markup, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = nonEmpty(element.attributes.get(name))
    if (value !== undefined) return value
  }
  return undefined
}

export function nonEmpty(value: string | undefined): string | undefined {
  const trimmed = value?.trim()
  return trimmed === '' ? undefined : trimmed
}

/** A whole number that is not negative. */
export function countOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : undefined
}

/** The object without the fields that are undefined. */
export function present<Value extends object>(value: { [Key in keyof Value]: Value[Key] | undefined }): Value {
  // What is undefined is left out, so only fields of Value's own types stay; required ones are never undefined at the callers.
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value
}

/** Distinct, in order. */
export function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.map((value) => nonEmpty(value)).filter((value) => value !== undefined))]
}

function collect(element: Markup, pieces: string[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') pieces.push(child)
    else collect(child, pieces)
  }
}
