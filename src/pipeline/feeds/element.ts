import { attributeNamed, type Markup } from './read-markup.ts'
import { spend, stepsOf } from './work-budget.ts'

/** All elements directly inside that have one of these names, in document order, as far as the work allows. */
export function childrenOf(parent: Markup, ...names: readonly string[]): Markup[] {
  const found: Markup[] = []
  for (const child of namedAny(parent, names)) {
    if (!spend(parent.base.work, stepsOf.look)) break
    found.push(child)
  }
  return found
}

/** The lists by name are made once, as an entry is asked for many names. */
const listsKnown = new WeakMap<Markup, Map<string, Markup[]>>()
const none: readonly Markup[] = []

function namedAny(parent: Markup, names: readonly string[]): readonly Markup[] {
  const there = names.filter((name) => named(parent, name).length > 0)
  const [only] = there
  if (there.length <= 1) return only === undefined ? none : named(parent, only)
  if (!spend(parent.base.work, parent.children.length / childrenPerStep)) return none
  return parent.children.filter((child): child is Markup => typeof child !== 'string' && there.includes(child.name))
}

/** Children passed in one step. */
const childrenPerStep = 5

/** Most elements have nothing inside them, and need no list to say so. */
function named(parent: Markup, name: string): readonly Markup[] {
  if (parent.children.length === 0) return none
  const lists = listsKnown.get(parent) ?? listsOf(parent)
  return lists.get(name) ?? none
}

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
      for (const child of named(parent, name)) {
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
    const value = nonEmpty(attributeNamed(element.attributes, name))
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
  const kept: Partial<Record<keyof Value, unknown>> = {}
  // An object's own keys are those of its type, as the callers write it out.
  for (const key of Object.keys(value) as (keyof Value)[]) if (value[key] !== undefined) kept[key] = value[key]
  // What is undefined is left out, so only fields of Value's own types stay; required ones are never undefined at the callers.
  return kept as Value
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
