/** Spans → entities: which of the names written in an article are the same thing. */
import type { EntityKind } from '../../../domain/topic.ts'
import { datelineLength } from './dateline.ts'
import { foldKinds } from './fold-kinds.ts'
import { displayName, type Found, fullNamesOf, lettersDefined } from './full-names.ts'
import { entityIdOf, type Gazetteer, type KnownEntity } from './gazetteer.ts'
import { conjunctions, keyAt, type SpanTag } from './mend-spans.ts'
import type { MentionRole, NamedEntity } from './named-entity.ts'
import { outletTailOf } from './outlet-tail.ts'
import { countryGoverned } from './seats.ts'
import type { NameSpan, TaggedSentence } from './spans.ts'

/** Entities by id, with their mentions in order. O(names²) in the worst case, over at most some hundred names. */
export function foldNames(sentences: readonly TaggedSentence[], gazetteer: Gazetteer): Map<string, NamedEntity> {
  const found = sentences.flatMap((sentence) => sentence.spans.map((span) => ({ span, sentence })))
  const fullNames = fullNamesOf(found, gazetteer)
  const letters = lettersDefined(found)
  const placeKeys = new Set(found.filter(({ span }) => span.tag === 'place').map(({ span }) => span.key))
  const countriesMeant = countriesMeantIn(sentences, gazetteer)
  const title = sentences.find(({ index }) => index === 0)
  const outletFrom = title === undefined ? undefined : outletTailOf(title, gazetteer)
  const first = sentences.find(({ index, isKeyPoint }) => index === 1 && !isKeyPoint)
  const datelineTo = first === undefined ? 0 : datelineLength(first, gazetteer)
  const ofSport = isOfSport(sentences)
  const hasManagers = ofSport && found.some(isManager)
  const lists = { gazetteer, fullNames, letters, placeKeys, countriesMeant }
  const folding = { ...lists, outletFrom, datelineTo, ofSport, hasManagers }
  const entities = new Map<string, NamedEntity>()
  for (const each of found) {
    const resolved = resolve(each, folding)
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
  return foldKinds(entities, gazetteer, { ofSport })
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
  /** Where the dateline of the first sentence ends. */
  readonly datelineTo: number
  readonly ofSport: boolean
  readonly hasManagers: boolean
}

type Resolved = { readonly entity: KnownEntity; readonly role: MentionRole }

function resolve({ span, sentence }: Found, folding: Folding): Resolved | undefined {
  const { gazetteer } = folding
  const event = span.tag === 'person' ? undefined : heldAnew(span, sentence, gazetteer)
  if (event !== undefined) return { entity: event, role: 'name' }
  const tag = mendedTag(span, sentence, folding)
  if (tag !== span.tag) return resolve({ span: { ...span, tag }, sentence }, folding)
  if (span.tag === 'other') return otherEntity(span, sentence, gazetteer)
  const isDateline = isInDateline(span, sentence, folding)
  const spelledOut = span.tag === 'person' ? span : (folding.letters.get(span.key) ?? span)
  if (folding.hasManagers && managers.test(span.key)) return undefined
  const inSport = folding.ofSport && spelledOut === span ? lettersInSport.get(span.key) : undefined
  if (inSport !== undefined) return resolve({ span: { ...span, key: inSport }, sentence }, folding)
  const known = span.tag === 'person' ? undefined : knownEntity(spelledOut.key, folding)
  const governed = span.tag === 'person' || isDateline ? undefined : countryGoverned(span, sentence, gazetteer)
  if (governed !== undefined) return { entity: governed, role: 'seat' }
  const isOutlet = sentence.index === 0 && span.from >= (folding.outletFrom ?? Number.POSITIVE_INFINITY)
  const isCredited = isOutlet || isCredit(span, sentence)
  const role = isCredited ? 'credit' : isDateline ? 'dateline' : isScene(span, sentence) ? 'scene' : 'name'
  if (known !== undefined) return { entity: known, role }
  const full = folding.fullNames.get(`${span.tag}:${spelledOut.key}`)
  const name = withoutLegalForm(full ?? displayName(spelledOut.written, span.tag), span.tag)
  return { entity: { id: entityIdOf(span.tag, name), name, kind: span.tag }, role }
}

/** What letters stand for in news of sport, whatever they stand for elsewhere. */
const lettersInSport: ReadonlyMap<string, string> = new Map([['icc', 'international cricket council']])

/** General managers, who are no carmaker where a person's name follows: "GM Ada Quill". */
const managers = /^gms?$/u

function isManager({ span, sentence }: Found): boolean {
  return managers.test(span.key) && sentence.spans.some(({ tag, from }) => tag === 'person' && from === span.to)
}

/** What the rest of the article says against the kind that one sentence gives a name. */
function mendedTag(span: NameSpan, sentence: TaggedSentence, folding: Folding): SpanTag {
  if (isMistakenPerson(span, folding)) return 'place'
  if (isInDateline(span, sentence, folding) && isKnownPlace(span, folding)) return 'place'
  if (isMistakenSurname(span, folding)) return 'person'
  const isTeam = folding.ofSport && span.tag === 'place' && folding.fullNames.has(`town:${span.key}`)
  if (isTeam && !isScene(span, sentence) && !isInDateline(span, sentence, folding)) return 'organisation'
  return span.tag
}

function isInDateline(
  { tag, to }: NameSpan,
  { index, isKeyPoint }: TaggedSentence,
  { datelineTo }: Pick<Folding, 'datelineTo'>,
): boolean {
  return index === 1 && !isKeyPoint && to <= datelineTo && (tag === 'place' || tag === 'organisation')
}

function isKnownPlace({ key }: NameSpan, { gazetteer }: Folding): boolean {
  return (
    gazetteer.names.get(key)?.types.some((type) => type === 'city' || type === 'state' || type === 'country') === true
  )
}

/** "Quill": the Ada Quill of another sentence, though this one made a body or a place of it that no list knows. */
function isMistakenSurname({ tag, key, from, to }: NameSpan, { gazetteer, fullNames }: Folding): boolean {
  if ((tag !== 'organisation' && tag !== 'place') || to - from !== 1 || !fullNames.has(`surname:${key}`)) return false
  return gazetteer.names.get(key)?.types.every((type) => type === 'town' || type === 'district') !== false
}

const sportSentences = 8
const sportShareMin = 0.5
const sportWordsMin = 2

/** Whether the beginning speaks of sport: by its words, and by teams that the lists know. */
function isOfSport(sentences: readonly TaggedSentence[]): boolean {
  const first = sentences.slice(0, sportSentences)
  const count = first.reduce((sum, { words }) => sum + words.filter(isSportWord).length, 0)
  return count >= Math.max(sportWordsMin, sportShareMin * first.length)
}

function isSportWord({ classes, known }: TaggedSentence['words'][number]): boolean {
  return classes.includes('sport') || known.includes('team') || known.includes('team*')
}

/** Words that may stand before an event that is held somewhere else each time: "Tokyo", "2028". */
function isWhereOrWhen(word: TaggedSentence['words'][number] | undefined): boolean {
  return word?.shape === 'number' || word?.known.some((kind) => /^(?:city|country|state)/u.test(kind)) === true
}

/** "The Tokyo Olympics" are the Olympic Games. */
function heldAnew({ from, to }: NameSpan, { tokens, words }: TaggedSentence, { names }: Gazetteer) {
  for (let at = from + 1; at < to; at += 1) {
    if (!isWhereOrWhen(words[at - 1])) return undefined
    const known = names.get(keyAt(tokens, at, to))
    if (known?.isHeldAnew === true) return known.entity
  }
  return undefined
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
  const full = fullNames.get(`person:${key}`)
  if (tag !== 'person' || (full?.includes(' ') === true && full.toLowerCase() !== key)) return false
  const types = gazetteer.names.get(key)?.types ?? []
  if (types.includes('country') && placeKeys.has(key)) return true
  const classes = gazetteer.wordClasses.get(key) ?? []
  const isAlsoPerson = classes.includes('given') || classes.includes('surname')
  return (types.includes('country') || types.includes('state')) && !isAlsoPerson
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
