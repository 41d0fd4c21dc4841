/**
 * Rules that the tagger, which sees two words to each side, cannot learn: names known as a whole are one name; a title in the
 * middle divides two names; so does "and" between two known ones; and a possessive before "Office" or "League" joins.
 */
import type { Gazetteer } from './gazetteer.ts'
import { dividers } from './outlet-tail.ts'
import { isCapital, type NewsToken, type WordTraits } from './word-lore.ts'

/** What a span may be tagged as; `other` are peoples, events, works and the like. */
export type SpanTag = 'person' | 'organisation' | 'place' | 'other'
/** Tokens `from` up to, not including, `to`. */
export type TagSpan = { readonly tag: SpanTag; readonly from: number; readonly to: number }

type Words = { readonly tokens: readonly NewsToken[]; readonly words: readonly WordTraits[] }

/** Spans in order, none overlapping. */
export function mendSpans(spans: readonly TagSpan[], sentence: Words, gazetteer: Gazetteer): TagSpan[] {
  const divided = spans
    .flatMap((span) => divideAtSign(span, sentence))
    .flatMap((span) => divideAtTitle(span, sentence, gazetteer))
    .flatMap((span) => divideAtAnd(span, sentence, gazetteer))
    .map((span) => mendStreet(span, sentence))
  return joinPossessives(joinDepartments(wholeNames(divided, sentence, gazetteer), sentence), sentence)
}

/** How names are looked up. */
export function keyAt(tokens: readonly NewsToken[], from: number, to: number): string {
  let key = tokens[from]?.key ?? ''
  for (let i = from + 1; i < to; i++) key += ` ${tokens[i]?.key ?? ''}`
  return key
}

/** "Juegos - Voz del Sur": no name reaches over a dash that stands by itself. */
function divideAtSign({ tag, from, to }: TagSpan, { tokens }: Words): TagSpan[] {
  const parts: TagSpan[] = []
  let start = from
  for (let i = from; i <= to; i++) {
    if (i < to && !dividers.has(tokens[i]?.text ?? '')) continue
    if (i > start) parts.push({ tag, from: start, to: i })
    start = i + 1
  }
  return parts
}

/** "Springfield Gov. Ada Example": a place, and a person. */
function divideAtTitle(span: TagSpan, { tokens, words }: Words, gazetteer: Gazetteer): TagSpan[] {
  for (let i = span.from + 1; i + 1 < span.to; i++) {
    const { classes = [] } = words[i] ?? {}
    const isShort = tokens[i]?.text.endsWith('.') === true && classes.includes('title')
    if (!isShort && !classes.includes('position')) continue
    const tag = tagOfKnown(gazetteer, keyAt(tokens, span.from, i)) ?? 'organisation'
    return [
      { tag, from: span.from, to: i },
      { tag: 'person', from: i + 1, to: span.to },
    ]
  }
  return [span]
}

const streetEnds = /^(?:avenue|ave|street|road|boulevard|blvd|parkway|highway|turnpike)\.?$/u

/** "Quill Avenue" is no person. */
function mendStreet(span: TagSpan, { tokens }: Words): TagSpan {
  const isStreet = span.tag === 'person' && span.to - span.from > 1 && streetEnds.test(tokens[span.to - 1]?.key ?? '')
  return isStreet ? { ...span, tag: 'place' } : span
}

/** "And" in the languages most read here. */
export const conjunctions: ReadonlySet<string> = new Set('and y e et und en och og и та i'.split(' '))

function divideAtAnd(span: TagSpan, { tokens, words }: Words, gazetteer: Gazetteer): TagSpan[] {
  for (let i = span.from + 1; i + 1 < span.to; i++) {
    if (!conjunctions.has(tokens[i]?.text ?? '')) continue
    const whole = gazetteer.names.get(keyAt(tokens, span.from, span.to))
    const left = tagOfKnown(gazetteer, keyAt(tokens, span.from, i))
    const right = tagOfKnown(gazetteer, keyAt(tokens, i + 1, span.to))
    const isTitled = words
      .slice(span.from, span.to)
      .some(({ classes }) => classes.includes('orgHead') || classes.includes('orgStart'))
    const isPair = span.tag === 'person' || span.to - span.from === 3 || left !== undefined
    if (whole !== undefined || (isTitled && !(left !== undefined && right !== undefined)) || !isPair) continue
    return [
      { tag: left ?? right ?? span.tag, from: span.from, to: i },
      { tag: right ?? left ?? span.tag, from: i + 1, to: span.to },
    ]
  }
  return [span]
}

function tagOfKnown({ names }: Gazetteer, key: string): SpanTag | undefined {
  const types = names.get(key)?.types ?? []
  if (types.some((type) => type === 'organisation' || type === 'team')) return 'organisation'
  if (types.some((type) => type === 'country' || type === 'city' || type === 'region' || type === 'state'))
    return 'place'
  return undefined
}

/** Organisations known by more than one word, where capitals begin them: "Group of 20". */
function wholeNames(spans: readonly TagSpan[], { tokens, words }: Words, gazetteer: Gazetteer): TagSpan[] {
  let mended = [...spans]
  for (let from = 0; from < tokens.length; from++) {
    if (!isCapital(words[from]?.shape ?? '')) continue
    const to = endOfOrganisation(tokens, from, gazetteer)
    if (to === undefined) continue
    const isWithin = mended.some((span) => span.from <= from && span.to >= to)
    if (!isWithin) {
      mended = mended.filter((span) => span.to <= from || span.from >= to)
      mended.push({ tag: 'organisation', from, to })
    }
    from = to - 1
  }
  return mended.sort((a, b) => a.from - b.from)
}

/** Where the longest organisation of several words that begins with a word ends. */
function endOfOrganisation(tokens: readonly NewsToken[], from: number, { names }: Gazetteer): number | undefined {
  const first = tokens[from]
  const last = Math.min(tokens.length, from + (first?.form.nameTokens ?? 0))
  let key = first?.key ?? ''
  let end: number | undefined
  for (let to = from + 2; to <= last; to++) {
    key += ` ${tokens[to - 1]?.key ?? ''}`
    if (names.get(key)?.types.includes('organisation') === true) end = to
  }
  return end
}

/** "Department of Housing" and "Urban Development" are one. */
function joinDepartments(spans: readonly TagSpan[], { tokens, words }: Words): TagSpan[] {
  return joinAll(spans, (left, right) => {
    const isDepartment =
      words.slice(left.from, left.to).some(({ classes }) => classes.includes('orgStart')) &&
      tokens.slice(left.from, left.to).some(({ text }) => text === 'of')
    const between = tokens[left.to]?.text
    return (
      left.tag === 'organisation' &&
      isDepartment &&
      right.from === left.to + 1 &&
      (between === 'and' || between === '&')
    )
  })
}

/** "Example County Sheriff", "'s" and "Office" are one; so are "Women", "'s" and "League". */
function joinPossessives(spans: readonly TagSpan[], { words }: Words): TagSpan[] {
  const grown = spans.map((span): TagSpan => {
    const { classes = [] } = words[span.to - 1] ?? {}
    const after = words[span.to + 1]
    const isOffice = after?.classes.includes('orgHead') === true && isCapital(after.shape)
    const isHolder = classes.includes('title') || classes.includes('common')
    if (!isHolder || !isOffice || words[span.to]?.shape !== 'possessive') return span
    return { tag: 'organisation', from: span.from, to: span.to + 2 }
  })
  return grown.filter((span, place) => span.from >= (grown[place - 1]?.to ?? 0))
}

function joinAll(spans: readonly TagSpan[], join: (left: TagSpan, right: TagSpan) => boolean): TagSpan[] {
  const joined: TagSpan[] = []
  for (const span of spans) {
    const last = joined[joined.length - 1]
    if (last !== undefined && join(last, span)) joined[joined.length - 1] = { ...last, to: span.to }
    else joined.push(span)
  }
  return joined
}
