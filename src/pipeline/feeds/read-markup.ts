import type { Problem } from '../../domain/problem.ts'
import { absoluteUrl, type Base } from './absolute-url.ts'
import { canonicalName, type Namespaces, rootNamespaces, scopeOf } from './namespaces.ts'
import { readTag, type Tag, tagFinder } from './read-tag.ts'
import { type EntityTable, noEntities, readDoctype, replaceEntities } from './replace-entities.ts'
import { newWork, spend, stepsOf, tooMuch, type Work } from './work-budget.ts'

/** Each name once. A list and no map: an element has few, and a document has many elements. */
export type Attributes = readonly (readonly [name: string, value: string])[]

/** An element. Names are lower-case; a prefix is the usual one of its namespace, and core formats have none. */
export type Markup = {
  readonly name: string
  readonly attributes: Attributes
  readonly children: (Markup | string)[]
  /** What URLs inside are relative to, from xml:base, and the work that reading it may still cost. */
  readonly base: Base
  /** From xml:lang. */
  readonly language: string | undefined
}

/** Entries kept of one document. */
export const entriesMax = 5_000
/** Elements inside one another; deeper ones are passed over and their text is kept. */
const depthMax = 100

/** What may be left open in HTML, so that a feed which carries it unescaped stays readable. */
const voidElements = new Set(['br', 'hr', 'img', 'input', 'wbr', 'area', 'col', 'embed', 'param'])
const entryNames = new Set(['item', 'entry', 'atom:entry', 'url'])

type Reading = {
  readonly text: string
  readonly find: (needle: string, from: number) => number
  readonly problems: Map<string, Problem>
  readonly work: Work
  entities: EntityTable
  entries: number
}

type Open = {
  readonly element: Markup
  readonly namespaces: Namespaces
  readonly rawName: string
  readonly lowerName: string
}

/**
 * Reads any text as XML: what is well-formed exactly, what is not as well as it can be, naming each repair once.
 * DTDs are never obeyed beyond short literal entities. Never throws. O(n), and no more than `stepsMax`.
 * Returns a nameless element that holds all there is.
 */
export function readMarkup(
  text: string,
  url?: string,
): { readonly root: Markup; readonly problems: readonly Problem[] } {
  const root: Markup = { name: '', attributes: [], children: [], base: { url, work: newWork() }, language: undefined }
  const stack: Open[] = [{ element: root, namespaces: rootNamespaces, rawName: '', lowerName: '' }]
  const reading: Reading = {
    text,
    find: tagFinder(text),
    problems: new Map(),
    work: newWork(),
    entities: noEntities,
    entries: 0,
  }
  let at = 0
  while (at < text.length) {
    if (reading.entries > entriesMax) {
      note(reading, 'too-many-entries', `It has more than ${entriesMax} entries; those after were passed over.`)
      break
    }
    if (reading.work.isSpent) {
      reading.problems.set(tooMuch.code, tooMuch)
      break
    }
    const next = text.indexOf('<', at)
    if (next !== at) addText(reading, stack, text.slice(at, next === -1 ? text.length : next))
    if (next === -1) break
    at = readAt(reading, stack, next)
  }
  if (stack.length > 1 && at >= text.length)
    note(reading, 'unclosed-tag', `<${stack.at(-1)?.rawName}> is never closed.`)
  return { root, problems: [...reading.problems.values()] }
}

/** Reads what begins with the `<` at `at`; returns where to go on. */
function readAt(reading: Reading, stack: Open[], at: number): number {
  const { text, find } = reading
  spend(reading.work, stepsOf.tag)
  const second = text.charCodeAt(at + 1)
  if (second === 0x21) return readDeclaration(reading, stack, at)
  if (second === 0x3f) {
    const end = find('>', at)
    return end === -1 ? text.length : end + 1
  }
  const tag = readTag(text, at, find)
  if (tag === undefined) {
    note(reading, 'bare-less-than', 'A < that begins no tag was taken as text.')
    addText(reading, stack, '<')
    return at + 1
  }
  spend(reading.work, tag.attributes.length * stepsOf.attribute)
  if (tag.repaired)
    note(reading, 'broken-tag', `Repaired ${JSON.stringify(text.slice(at, Math.min(tag.end, at + 60)))}.`)
  if (tag.closing) closeTag(reading, stack, tag.name)
  else openTag(reading, stack, tag)
  return tag.end
}

function readDeclaration(reading: Reading, stack: Open[], at: number): number {
  const { text, find } = reading
  if (text.startsWith('<!--', at)) {
    const end = find('-->', at + 4)
    if (end !== -1) return end + 3
    note(reading, 'unclosed-comment', 'A comment is never closed.')
    const tagEnd = find('>', at)
    return tagEnd === -1 ? text.length : tagEnd + 1
  }
  if (text.startsWith('<![CDATA[', at)) {
    const end = find(']]>', at + 9)
    if (end === -1) note(reading, 'unclosed-cdata', 'A CDATA section is never closed.')
    append(stack, text.slice(at + 9, end === -1 ? text.length : end))
    return end === -1 ? text.length : end + 3
  }
  if (text.slice(at, at + 9).toUpperCase() === '<!DOCTYPE') {
    spend(reading.work, doctypeSteps)
    const doctype = readDoctype(text, at)
    reading.entities = doctype.entities
    if (doctype.refused)
      note(
        reading,
        'dtd-refused',
        'Its DTD defines entities that refer to others or lie elsewhere; those are not followed.',
      )
    return doctype.end
  }
  const end = find('>', at)
  return end === -1 ? text.length : end + 1
}

function openTag(reading: Reading, stack: Open[], tag: Tag): void {
  const outer = stack.at(-1)
  if (outer === undefined) return
  if (stack.length > depthMax) {
    note(reading, 'too-deep', `Elements lie more than ${depthMax} deep; the innermost were passed over.`)
    return
  }
  spend(reading.work, stepsOf.element)
  const values = tag.attributes.map(({ name, value }) => [name, replace(reading, value)] as const)
  const namespaces = scopeOf(outer.namespaces, values, stack.length === 1 ? tag.name : undefined)
  if (namespaces !== outer.namespaces) spend(reading.work, namespaces.size * stepsOf.namespace)
  const { name, undeclared } = canonicalName(namespaces, tag.name)
  if (undeclared) note(reading, 'undeclared-prefix', `The prefix of <${tag.name}> is not declared.`)
  if (entryNames.has(name)) {
    reading.entries += 1
    closeOpenEntry(reading, stack, name)
  }
  const parent = stack.at(-1) ?? outer
  const attributes = values.length === 0 ? noAttributes : canonical(values, namespaces)
  const base = baseOf(parent.element.base, attributeNamed(attributes, 'xml:base'), reading.work)
  const language = attributeNamed(attributes, 'xml:lang') ?? parent.element.language
  const element: Markup = { name, attributes, children: [], base, language }
  parent.element.children.push(element)
  if (!tag.selfClosing && !voidElements.has(name.replace('xhtml:', '')))
    stack.push({ element, namespaces, rawName: tag.name, lowerName: tag.name.toLowerCase() })
}

const noAttributes: Attributes = []

/** With the names' usual prefixes. Of a name that is there twice, the last value counts. */
function canonical(values: Attributes, namespaces: Namespaces): Attributes {
  const named = values.map(([key, value]) => [canonicalName(namespaces, key, 'attribute').name, value] as const)
  return named.length === 1 ? named : [...new Map(named)]
}

/** The value as written, empty or not. O(attributes). */
export function attributeNamed(attributes: Attributes, name: string): string | undefined {
  for (const [key, value] of attributes) if (key === name) return value
  return undefined
}

function baseOf(outer: Base, own: string | undefined, work: Work): Base {
  if (own === undefined || own === '') return outer
  return { ...outer, url: absoluteUrl(own, { url: outer.url, work }) ?? outer.url }
}

/** A document type is looked through for entities. */
const doctypeSteps = 200

/** An entry never lies in an entry: the one before was left open. Content may hold anything. */
function closeOpenEntry(reading: Reading, stack: Open[], name: string): void {
  const index = stack.findLastIndex((open) => open.element.name === name)
  if (index === -1 || stack.slice(index).some((open) => open.element.name.endsWith('content'))) return
  note(reading, 'unclosed-tag', `<${name}> begins before the one before it is closed.`)
  stack.length = index
}

/** Open elements that are gone through in one step for the one that a tag closes. */
const opensPerStep = 3

function closeTag(reading: Reading, stack: Open[], rawName: string): void {
  spend(reading.work, stack.length / opensPerStep)
  if (stack.length > 1 && stack.at(-1)?.rawName === rawName) {
    stack.length -= 1
    return
  }
  const wanted = rawName.toLowerCase()
  const index = stack.findLastIndex((open) => open.lowerName === wanted)
  if (index < 1) {
    if (!voidElements.has(wanted)) note(reading, 'unopened-tag', `</${rawName.slice(0, 40)}> closes nothing.`)
    return
  }
  if (index !== stack.length - 1)
    note(reading, 'unclosed-tag', `<${stack.at(-1)?.rawName}> is open when </${rawName}> comes.`)
  else if (stack[index]?.rawName !== rawName)
    note(reading, 'unclosed-tag', `</${rawName}> is written unlike its beginning.`)
  stack.length = index
}

function addText(reading: Reading, stack: Open[], raw: string): void {
  append(stack, raw.includes('&') ? replace(reading, raw) : raw)
}

function append(stack: readonly Open[], text: string): void {
  stack.at(-1)?.element.children.push(text)
}

function replace(reading: Reading, raw: string): string {
  return raw.includes('&')
    ? replaceEntities(raw, {
        entities: reading.entities,
        work: reading.work,
        note: (code, message) => note(reading, code, message),
      })
    : raw
}

function note(reading: Reading, code: string, message: string): void {
  if (!reading.problems.has(code)) reading.problems.set(code, { code, message })
}
