import type { Markup } from './read-markup.ts'
import { spend, stepsOf } from './work-budget.ts'

/** All elements directly inside that have one of these names, in document order, as far as the work allows. */
export function childrenOf(parent: Markup, ...names: readonly string[]): Markup[] {
  const found: Markup[] = []
  for (const child of withNames(parent, names)) {
    if (!spend(parent.base.work, stepsOf.look)) break
    found.push(child)
  }
  return found
}

/** The lists by name are made once, as an entry is asked for many names. */
const listsKnown = new WeakMap<Markup, Map<string, Markup[]>>()

function withNames(parent: Markup, names: readonly string[]): readonly Markup[] {
  const lists = listsKnown.get(parent) ?? listsOf(parent)
  const there = names.flatMap((name) => (lists.has(name) ? [name] : []))
  const [only] = there
  if (there.length <= 1) return only === undefined ? [] : (lists.get(only) ?? [])
  if (!spend(parent.base.work, parent.children.length / childrenPerStep)) return []
  return parent.children.filter((child): child is Markup => typeof child !== 'string' && there.includes(child.name))
}

/** Children passed in one step. */
const childrenPerStep = 5

function listsOf(parent: Markup): Map<string, Markup[]> {
  const lists = new Map<string, Markup[]>()
  for (const child of parent.children) {
    if (typeof child === 'string') continue
    const list = lists.get(child.name)
    if (list === undefined) lists.set(child.name, [child])
    else list.push(child)
  }
  listsKnown.set(parent, lists)
  return lists
}

/** The first value that is there, asking for the names in order of preference. */
export function firstOf<Value>(
  parents: readonly Markup[],
  names: readonly string[],
  read: (element: Markup) => Value | undefined,
): Value | undefined {
  for (const name of names)
    for (const parent of parents)
      for (const child of withNames(parent, [name])) {
        if (!spend(parent.base.work, stepsOf.look)) return undefined
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
