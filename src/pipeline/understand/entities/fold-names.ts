/** Spans → entities: which of the names written in an article are the same thing. */
import type { EntityKind } from '../../../domain/topic.ts'
import { entityIdOf, type Gazetteer, type KnownEntity } from './gazetteer.ts'
import type { SpanTag } from './mend-spans.ts'
import { conjunctions } from './mend-spans.ts'
import { outletTailOf } from './outlet-tail.ts'
import { countryGoverned } from './seats.ts'
import type { NameSpan, TaggedSentence } from './spans.ts'

/**
 * `scene`: where something happens ("in Paris"); `seat`: a place that stands for its government; `credit`: the agency that the
 * article comes from ("(AP)"), or the outlet ("… - Harbour Post").
 */
export type MentionRole = 'name' | 'foreign' | 'seat' | 'adjective' | 'scene' | 'credit'
export type Mention = {
  readonly written: string
  readonly sentence: number
  readonly role: MentionRole
  /** How much of a mention it is, in (0, 1]: less in a key point, which repeats the text, and in a row of names. */
  readonly share: number
}
export type NamedEntity = { readonly entity: KnownEntity; readonly mentions: Mention[] }

type Found = { readonly span: NameSpan; readonly sentence: TaggedSentence }

/** Entities by id, with their mentions in order. O(names²) in the worst case, over at most some hundred names. */
export function foldNames(sentences: readonly TaggedSentence[], gazetteer: Gazetteer): Map<string, NamedEntity> {
  const found = sentences.flatMap((sentence) => sentence.spans.map((span) => ({ span, sentence })))
  const fullNames = fullNamesOf(found, gazetteer)
  const letters = lettersDefined(found)
  const placeKeys = new Set(found.filter(({ span }) => span.tag === 'place').map(({ span }) => span.key))
  const countriesMeant = countriesMeantIn(sentences, gazetteer)
  const title = sentences.find(({ index }) => index === 0)
  const outletFrom = title === undefined ? undefined : outletTailOf(title, gazetteer)
  const entities = new Map<string, NamedEntity>()
  for (const each of found) {
    const resolved = resolve(each, { gazetteer, fullNames, letters, placeKeys, countriesMeant, outletFrom })
    if (resolved === undefined) continue
    const known = entities.get(resolved.entity.id) ?? { entity: resolved.entity, mentions: [] }
    known.mentions.push({
      written: each.span.written,
      sentence: each.sentence.index,
      role: resolved.role,
      share: shareOf(each),
    })
    entities.set(resolved.entity.id, known)
  }
  addAdjectives(entities, sentences, gazetteer)
  return foldKinds(entities)
}

const shareInKeyPoint = 0.5
const shareInRow = 0.5
/** From so many names in a row on, a sentence says little of each: "in Oslo, Rome and Cairo". */
const rowMin = 3

function shareOf({ span, sentence }: Found): number {
  const at = sentence.spans.indexOf(span)
  let length = 1
  for (let i = at; i > 0 && isRow(sentence, i - 1); i -= 1) length += 1
  for (let i = at; i + 1 < sentence.spans.length && isRow(sentence, i); i += 1) length += 1
  return (length >= rowMin ? shareInRow : 1) * (sentence.isKeyPoint ? shareInKeyPoint : 1)
}

const betweenTokensMax = 3
const between: ReadonlySet<string> = new Set([',', '、', '،', ';', '&', 'the', 'or', 'oder', 'ou', 'o', 'или'])

/** Whether only commas and the like stand between this name and the next. */
function isRow({ spans, tokens }: TaggedSentence, at: number): boolean {
  const words = tokens.slice(spans[at]?.to, spans[at + 1]?.from)
  const isBetween = words.every(({ key }) => between.has(key) || conjunctions.has(key))
  return words.length > 0 && words.length <= betweenTokensMax && isBetween
}

type Folding = {
  readonly gazetteer: Gazetteer
  /** The full name of a short one, by kind and key. */
  readonly fullNames: ReadonlyMap<string, string>
  /** Names that letters stand for, by key of the letters: "Example Trade Forum (ETF)". */
  readonly letters: ReadonlyMap<string, NameSpan>
  /** Keys that are tagged as places somewhere in the article. */
  readonly placeKeys: ReadonlySet<string>
  readonly countriesMeant: ReadonlySet<string>
  /** Where the outlet's name begins in the title. */
  readonly outletFrom: number | undefined
}

function resolve(
  { span, sentence }: Found,
  folding: Folding,
): { readonly entity: KnownEntity; readonly role: MentionRole } | undefined {
  const { gazetteer } = folding
  if (isMistakenPerson(span, folding)) return resolve({ span: { ...span, tag: 'place' }, sentence }, folding)
  if (isDatelineCity(span, sentence, gazetteer)) return resolve({ span: { ...span, tag: 'place' }, sentence }, folding)
  if (span.tag === 'other') return otherEntity(span, sentence, gazetteer)
  const spelledOut = span.tag === 'person' ? span : (folding.letters.get(span.key) ?? span)
  const known = span.tag === 'person' ? undefined : knownEntity(spelledOut.key, folding)
  const governed = span.tag === 'person' ? undefined : countryGoverned(span, sentence, gazetteer)
  if (governed !== undefined) return { entity: governed, role: 'seat' }
  const isOutlet = sentence.index === 0 && span.from >= (folding.outletFrom ?? Number.POSITIVE_INFINITY)
  const role = isOutlet || isCredit(span, sentence) ? 'credit' : isScene(span, sentence) ? 'scene' : 'name'
  if (known !== undefined) return { entity: known, role }
  const full = folding.fullNames.get(`${span.tag}:${spelledOut.key}`)
  const name = withoutLegalForm(full ?? displayName(spelledOut.written, span.tag), span.tag)
  return { entity: { id: entityIdOf(span.tag, name), name, kind: span.tag }, role }
}

/** What the lists know by this name. A country that shares it with a state needs its adjective or capital beside it. */
function knownEntity(key: string, { gazetteer, countriesMeant }: Folding): KnownEntity | undefined {
  const known = gazetteer.names.get(key)
  const isShared = known?.types.includes('state') === true && known.types.includes('country')
  return isShared && !countriesMeant.has(known.entity?.id ?? '') ? undefined : known?.entity
}

/** Countries whose adjective or capital the article writes. */
function countriesMeantIn(sentences: readonly TaggedSentence[], { names }: Gazetteer): ReadonlySet<string> {
  const meant = new Set<string>()
  for (const { tokens, words } of sentences)
    for (const [i, { known }] of words.entries()) {
      const name = known.length === 0 ? undefined : names.get(tokens[i]?.key ?? '')
      if (name?.types.includes('adjective') === true && name.entity !== undefined) meant.add(name.entity.id)
      if (name?.governs !== undefined) meant.add(name.governs.id)
    }
  return meant
}

/** A country that one sentence out of several makes a person, or a country or state that nobody is called by. */
function isMistakenPerson({ tag, key }: NameSpan, { gazetteer, placeKeys, fullNames }: Folding): boolean {
  if (tag !== 'person' || fullNames.get(`person:${key}`)?.includes(' ') === true) return false
  const types = gazetteer.names.get(key)?.types ?? []
  if (types.includes('country') && placeKeys.has(key)) return true
  const classes = gazetteer.wordClasses.get(key) ?? []
  const isAlsoPerson = classes.includes('given') || classes.includes('surname')
  return (types.includes('country') || types.includes('state')) && !isAlsoPerson
}

/** "NEW YORK (Harbour Wire) -": where the report was written, not a team of that city. */
function isDatelineCity(
  { tag, key, from, to }: NameSpan,
  { tokens, index }: TaggedSentence,
  { names }: Gazetteer,
): boolean {
  if (tag !== 'organisation' || index !== 1 || from !== 0 || tokens[to]?.text !== '(') return false
  return names.get(key)?.types.some((type) => type === 'city' || type === 'state' || type === 'country') === true
}

const legalForms: ReadonlySet<string> = new Set(
  'Inc Inc. Corp Corp. Ltd Ltd. LLC PLC Plc plc AG GmbH S.A. N.V. Co.'.split(' '),
)

/** "Quill Corp." is Quill. */
function withoutLegalForm(name: string, tag: SpanTag): string {
  const at = name.lastIndexOf(' ')
  if (tag !== 'organisation' || at < 1 || !legalForms.has(name.slice(at + 1))) return name
  return name.slice(0, at).replace(/,$/u, '')
}

function isScene(span: NameSpan, { words, tokens, index, form }: TaggedSentence): boolean {
  if (span.tag !== 'place') return false
  const before = words[span.from - 1]
  const isDateline = index <= 1 && span.from === 0 && form === 'capitals'
  const isOf = tokens[span.from - 1]?.text === 'of' && words[span.from - 2]?.classes.includes('placeNoun') === true
  return isDateline || isOf || before?.classes.includes('locPrep') === true
}

const dashes: ReadonlySet<string> = new Set(['-', '--', '–', '—'])

/** Words of a dateline before the agency: "PORT OF QUILL, Norway (AP)". */
const datelineTokensMax = 7

/** "(AP)" where the title ends, before the dash of a dateline or after its capitals; "AP - " where the text begins. */
function isCredit({ tag, from, to }: NameSpan, { tokens, words, index }: TaggedSentence): boolean {
  if (tag !== 'organisation' || index > 1) return false
  if (index === 1 && from === 0 && dashes.has(tokens[to]?.text ?? '')) return true
  if (tokens[from - 1]?.text !== '(' || tokens[to]?.text !== ')') return false
  if (index === 0) return to + 1 === tokens.length
  const isDateline = words[0]?.shape === 'CAPITALS' && from > 1 && from <= datelineTokensMax
  return isDateline || dashes.has(tokens[to + 1]?.text ?? '')
}

/** Events that the lists know or that end like events; works are what stands between quotation marks. */
function otherEntity(span: NameSpan, { words, form }: TaggedSentence, gazetteer: Gazetteer) {
  const known = gazetteer.names.get(span.key)
  if (known?.types.includes('adjective') === true) return undefined
  const last = words[span.to - 1]
  const isEvent =
    known?.types.includes('event') === true || (span.to - span.from > 1 && last?.classes.includes('eventHead') === true)
  const isQuoted = words[span.from - 1]?.shape === 'quote' && words[span.to]?.shape === 'quote'
  const kind: EntityKind | undefined = isEvent ? 'event' : isQuoted && form === 'prose' ? 'work' : undefined
  if (kind === undefined) return undefined
  if (isEvent && known?.entity?.kind === 'event') return { entity: known.entity, role: 'name' as const }
  const name = displayName(span.written, kind)
  return { entity: { id: entityIdOf(kind, name), name, kind }, role: 'name' as const }
}

/** Capitals throughout are a way of setting a line, not the name's own, except for letters of an abbreviation. */
function displayName(written: string, kind: EntityKind): string {
  const plain = written.replace(/\s+/gu, ' ')
  const isSet =
    /^[\p{Lu}\p{M}\s.'’&-]+$/u.test(plain) &&
    (kind === 'person' || plain.includes(' ') || plain.length > (kind === 'place' ? 3 : 5))
  if (!isSet) return plain
  return plain.toLowerCase().replace(/(?<![\p{L}\p{M}'’])\p{L}/gu, (letter) => letter.toUpperCase())
}

/**
 * Full names of short ones. People: the family name, at the end or, where it is no given name, at the start; the last one named
 * in full before decides, which over a whole article is nearly always the only one. Organisations: the first words.
 */
function fullNamesOf(found: readonly Found[], gazetteer: Gazetteer): ReadonlyMap<string, string> {
  const full = new Map<string, string>()
  const names = new Map<string, string>()
  for (const { span } of found) {
    const name = displayName(span.written, span.tag === 'other' ? 'event' : span.tag)
    const known = names.get(`${span.tag}:${span.key}`)
    // Of several ways to set the same name, the one with small letters is the name's own.
    if (known === undefined || isMoreOwn(name, known)) names.set(`${span.tag}:${span.key}`, name)
  }
  for (const [place, name] of names) {
    const [tag, key] = splitOnce(place)
    full.set(place, full.get(place) ?? name)
    const words = key.split(' ').filter((word) => !/^(?:jr|sr|ii|iii)\.?$/u.test(word))
    if (words.length < 2) continue
    const shorts = tag === 'person' ? personShorts(words, gazetteer) : tag === 'organisation' ? firstWords(words) : []
    for (const short of shorts) {
      const shortPlace = `${tag}:${short}`
      if (names.has(shortPlace) && (full.get(shortPlace) ?? names.get(shortPlace)) === names.get(shortPlace))
        full.set(shortPlace, name)
    }
  }
  return full
}

function isMoreOwn(name: string, known: string): boolean {
  return /\p{Ll}/u.test(name) && !/\p{Ll}/u.test(known)
}

function splitOnce(place: string): [string, string] {
  const at = place.indexOf(':')
  return [place.slice(0, at), place.slice(at + 1)]
}

function personShorts(words: readonly string[], gazetteer: Gazetteer): string[] {
  const [first = ''] = words
  const last = words[words.length - 1] ?? ''
  const isGiven = gazetteer.wordClasses.get(first)?.includes('given') === true
  const particled = words.length > 2 ? [words.slice(1).join(' ')] : []
  return isGiven || first.endsWith('.') ? [last, ...particled] : [last, first, ...particled]
}

function firstWords(words: readonly string[]): string[] {
  return words.slice(1).map((_, i) => words.slice(0, i + 1).join(' '))
}

/** Letters in brackets after a name, and the name in brackets after letters. */
function lettersDefined(found: readonly Found[]): ReadonlyMap<string, NameSpan> {
  const letters = new Map<string, NameSpan>()
  const longNames = found.filter(({ span }) => span.to - span.from > 1)
  for (const { span, sentence } of found) {
    if (span.tag === 'person' || span.to - span.from !== 1 || !/^\p{Lu}[\p{L}\p{N}&-]{1,9}$/u.test(span.written))
      continue
    const inBrackets = sentence.tokens[span.from - 1]?.text === '(' && sentence.tokens[span.to]?.text === ')'
    const before = inBrackets
      ? longNames.find((name) => name.sentence === sentence && name.span.to === span.from - 1)
      : undefined
    const meant = before ?? longNames.find((name) => name.span.tag !== 'person' && isInitials(span.key, name.span.key))
    if (meant !== undefined && (before !== undefined || span.written === span.written.toUpperCase()))
      letters.set(span.key, meant.span)
  }
  return letters
}

function isInitials(letters: string, name: string): boolean {
  const words = name.split(/[\s-]+/u).filter((word) => !/^(?:of|the|and|for|de|la|du|&)$/u.test(word))
  return words.length > 1 && words.length === letters.length && words.every((word, i) => word[0] === letters[i])
}

/** "Chinese" counts for China, where China or its capital is named too, or by itself. */
function addAdjectives(
  entities: Map<string, NamedEntity>,
  sentences: readonly TaggedSentence[],
  gazetteer: Gazetteer,
): void {
  for (const { words, tokens, index, spans, isKeyPoint } of sentences) {
    const inNames = new Set(spans.filter(({ tag }) => tag !== 'other').flatMap(({ from, to }) => rangeOf(from, to)))
    for (const [i, { known }] of words.entries()) {
      if (!known.some((kind) => kind.startsWith('adjective')) || inNames.has(i)) continue
      const key = tokens[i]?.key ?? ''
      const entity = (gazetteer.names.get(key) ?? gazetteer.names.get(`${key} ${tokens[i + 1]?.key ?? ''}`))?.entity
      if (entity === undefined) continue
      const own = entities.get(entity.id) ?? { entity, mentions: [] }
      const share = isKeyPoint ? shareInKeyPoint : 1
      own.mentions.push({ written: tokens[i]?.text ?? '', sentence: index, role: 'adjective', share })
      entities.set(entity.id, own)
    }
  }
}

function rangeOf(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

/** The same name once as another kind is the tagger's slip when the article has it often as the one kind. */
function foldKinds(entities: Map<string, NamedEntity>): Map<string, NamedEntity> {
  const bySlug = new Map<string, NamedEntity[]>()
  for (const [id, entity] of entities) {
    const slug = id.slice(id.indexOf(':') + 1)
    bySlug.set(slug, [...(bySlug.get(slug) ?? []), entity])
  }
  for (const same of bySlug.values()) {
    const [most, ...others] = same.sort((a, b) => b.mentions.length - a.mentions.length)
    for (const other of others) {
      if (most === undefined || most.mentions.length < 3 * other.mentions.length) continue
      most.mentions.push(...other.mentions)
      most.mentions.sort((a, b) => a.sentence - b.sentence)
      entities.delete(other.entity.id)
    }
  }
  return entities
}
