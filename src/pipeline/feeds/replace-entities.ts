import { decodeHTMLStrict } from 'entities'
import { spend, stepsOf, type Work } from './work-budget.ts'

/** Entities that a DTD defines as short literal text. `budget` is what all of them together may still add to the document. */
export type EntityTable = { readonly values: ReadonlyMap<string, string>; readonly budget: { characters: number } }

export const noEntities: EntityTable = { values: new Map(), budget: { characters: 0 } }

const entitiesMax = 100
const valueCharactersMax = 200
const expansionCharactersMax = 100_000
const doctypeCharactersMax = 100_000
const reference = /&(?:#[xX]?[0-9a-fA-F]{1,10}|[A-Za-z_][A-Za-z0-9_.-]{0,40});?/y

/** How a document's references are read: its own entities, what it may still cost, and where repairs are named. */
export type EntityReading = {
  readonly entities: EntityTable
  readonly work: Work
  readonly note: (code: string, message: string) => void
}

/**
 * Replaces character references and entities: XML's, HTML's, and the document's own. What is none stays as it is, and so
 * does the rest when the work is spent. O(n).
 */
export function replaceEntities(raw: string, reading: EntityReading): string {
  let pieces: string[] = []
  let done = ''
  let copied = 0
  for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', at + 1)) {
    if (!spend(reading.work, stepsOf.entity)) break
    const written = usualAt(raw, at) ?? referenceAt(raw, at)
    if (written === undefined) {
      reading.note('bare-ampersand', 'An & that begins no entity was taken as text.')
      continue
    }
    if (at > copied) pieces.push(raw.slice(copied, at))
    pieces.push(meantBy(written, reading))
    copied = at + written.length
    at = copied - 1
    if (pieces.length < piecesMax) continue
    done += pieces.join('')
    pieces = []
  }
  return copied === 0 ? raw : done + pieces.join('') + raw.slice(copied)
}

/** Pieces that are joined at once; millions of them would be kept and moved about in memory. */
const piecesMax = 1_000

/** XML's own, and the commonest by far. */
const usual: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&apos;', "'"],
])

const usualNames = [...usual.keys()]

function usualAt(raw: string, at: number): string | undefined {
  for (const name of usualNames) if (raw.startsWith(name, at)) return name
  return undefined
}

function referenceAt(raw: string, at: number): string | undefined {
  reference.lastIndex = at
  const written = reference.exec(raw)?.[0]
  return written?.endsWith(';') === true ? written : undefined
}

function meantBy(written: string, { entities, work, note }: EntityReading): string {
  const common = usual.get(written)
  if (common !== undefined) return common
  const name = written.slice(1, -1)
  spend(work, stepsOf.entity * 4)
  if (name.startsWith('#')) return decodeHTMLStrict(written.replace('&#X', '&#x'))
  const defined = entities.values.get(name)
  if (defined === undefined) {
    note('undefined-entity', `${written} is not defined in XML.`)
    return decodeHTMLStrict(written)
  }
  if (entities.budget.characters >= defined.length) {
    entities.budget.characters -= defined.length
    return defined
  }
  note('dtd-refused', 'Its own entities would blow it up; they were left as written.')
  return written
}

/** The DOCTYPE that begins at `at`: where it ends, and those of its entities that are harmless. */
export function readDoctype(
  text: string,
  at: number,
): { readonly end: number; readonly entities: EntityTable; readonly refused: boolean } {
  const closing = text.indexOf('>', at)
  const opening = text.slice(at, at + 2_000).indexOf('[')
  if (closing === -1) return { end: text.length, entities: noEntities, refused: false }
  if (opening === -1 || at + opening > closing) return { end: closing + 1, entities: noEntities, refused: false }
  const subset = text.slice(at + opening + 1, at + opening + doctypeCharactersMax)
  const close = /\]\s{0,100}>/.exec(subset)
  if (close === null) return { end: at + opening + subset.length + 1, entities: noEntities, refused: true }
  const { values, refused } = entitiesOf(subset.slice(0, close.index))
  const end = at + opening + 1 + close.index + close[0].length
  return { end, entities: { values, budget: { characters: expansionCharactersMax } }, refused }
}

/** HTML's own sets, which are known without being fetched. */
const htmlEntities = /^\s{0,20}%\s{1,20}[\w.-]{1,40}\s{1,20}PUBLIC\s{1,20}["']-\/\/W3C\/\/ENTITIES /

function entitiesOf(subset: string): { values: Map<string, string>; refused: boolean } {
  const values = new Map<string, string>()
  let refused = false
  for (const declaration of subset.split(/<!ENTITY\s/).slice(1)) {
    if (htmlEntities.test(declaration)) continue
    const found = /^\s{0,20}([A-Za-z_][\w.-]{0,40})\s{1,20}(?:"([^"]*)"|'([^']*)')/.exec(declaration)
    const value = found?.[2] ?? found?.[3]
    const literal = value === undefined ? undefined : decodeHTMLStrict(value.replace(/&(?!#)/g, '<'))
    if (
      found === null ||
      literal === undefined ||
      /[%<]/.test(literal) ||
      literal.length > valueCharactersMax ||
      values.size >= entitiesMax
    )
      refused = true
    else values.set(found[1] ?? '', literal)
  }
  return { values, refused }
}
