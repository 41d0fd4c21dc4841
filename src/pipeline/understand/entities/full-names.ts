/**
 * Which of the names of an article are short for which: "Quill" for Ada Quill, "Otters" for the Marlow Bay Otters, letters for what
 * they stand for.
 */
import type { EntityKind } from '../../../domain/topic.ts'
import type { Gazetteer } from './gazetteer.ts'
import type { NameSpan, TaggedSentence } from './spans.ts'

export type Found = { readonly span: NameSpan; readonly sentence: TaggedSentence }

/** Capitals throughout are a way of setting a line, not the name's own, except for letters of an abbreviation. */
export function displayName(written: string, kind: EntityKind): string {
  const plain = written.replace(/\s+/gu, ' ')
  const isSet =
    /^[\p{Lu}\p{M}\s.'’&-]+$/u.test(plain) &&
    (kind === 'person' || plain.includes(' ') || plain.length > (kind === 'place' ? 3 : 5))
  if (!isSet) return plain
  return plain.toLowerCase().replace(/(?<![\p{L}\p{M}'’])\p{L}/gu, (letter) => letter.toUpperCase())
}

/**
 * Full names of short ones. People: the family name, at the end or, where it is no given name, at the start; the last one named
 * in full before decides, which over a whole article is nearly always the only one. Organisations: the first words, and the last
 * where these are a team or no word that many bodies end with. By kind and key; by `surname:` and `town:` also what the tagger takes for
 * things of other kinds where it stands by itself.
 */
export function fullNamesOf(found: readonly Found[], gazetteer: Gazetteer): ReadonlyMap<string, string> {
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
    if (tag === 'person' && words.length < 4) full.set(`surname:${words[words.length - 1] ?? ''}`, name)
    if (tag === 'organisation') addTown(full, words, name, gazetteer)
    const shorts = shortsOf(tag, words, gazetteer)
    for (const short of shorts) {
      const shortPlace = `${tag}:${short}`
      if (names.has(shortPlace) && (full.get(shortPlace) ?? names.get(shortPlace)) === names.get(shortPlace))
        full.set(shortPlace, name)
    }
  }
  return full
}

/** The town that a team is called by: "Marlow" of the Marlow Otters, "Madrid" of Real Madrid. */
function addTown(full: Map<string, string>, words: readonly string[], name: string, { names }: Gazetteer): void {
  const isTeam = (key: string) => names.get(key)?.types.includes('team') === true
  if (!isTeam(words.join(' ')) && !isTeam(words[words.length - 1] ?? '')) return
  for (const town of [...firstWords(words), words.slice(1).join(' ')])
    if (names.get(town)?.types.includes('city') === true && !full.has(`town:${town}`)) {
      full.set(`town:${town}`, name)
      full.set(`organisation:${town}`, name)
    }
}

function shortsOf(tag: string, words: readonly string[], gazetteer: Gazetteer): string[] {
  if (tag === 'person') return personShorts(words, gazetteer)
  return tag === 'organisation' ? [...firstWords(words), ...lastWords(words, gazetteer)] : []
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

/** What many bodies, or things of other kinds, are called by at the end. */
const commonEnds: ReadonlySet<string> = new Set([
  'orgHead',
  'orgNoun',
  'common',
  'title',
  'function',
  'locHead',
  'eventHead',
])

function lastWords(words: readonly string[], { names, wordClasses }: Gazetteer): string[] {
  return words.slice(1).flatMap((_, i) => {
    const rest = words.slice(i + 1).join(' ')
    const types = names.get(rest)?.types ?? []
    if (types.includes('team')) return [rest]
    const isOwn =
      types.length === 0 && !wordClasses.get(words[words.length - 1] ?? '')?.some((one) => commonEnds.has(one))
    return isOwn ? [rest] : []
  })
}

const opening: ReadonlySet<string> = new Set(['(', '<'])
const closing: ReadonlySet<string> = new Set([')', '>'])

/** Letters in brackets after a name, and the name in brackets after letters. */
export function lettersDefined(found: readonly Found[]): ReadonlyMap<string, NameSpan> {
  const letters = new Map<string, NameSpan>()
  const spelledOut = found.filter(({ span }) => span.to - span.from > 1 && span.tag !== 'person')
  // What stands in brackets after a person or a town is where they are from.
  const longNames = spelledOut.filter(({ span }) => span.tag === 'organisation')
  const bodies = found.filter(({ span }) => span.tag === 'organisation')
  for (const { span, sentence } of found) {
    if (span.tag === 'person' || span.to - span.from !== 1 || !/^\p{Lu}[\p{L}\p{N}&-]{1,9}$/u.test(span.written))
      continue
    const inBrackets =
      opening.has(sentence.tokens[span.from - 1]?.text ?? '') && closing.has(sentence.tokens[span.to]?.text ?? '')
    // What stands at an exchange for a name of one word ("Quill (QLL)") is letters only.
    const isCapitals = span.written === span.written.toUpperCase()
    const names = isCapitals ? bodies : longNames
    const before =
      inBrackets && span.tag === 'organisation'
        ? names.find((name) => name.sentence === sentence && name.span.to === span.from - 1)
        : undefined
    const meant = before ?? spelledOut.find((name) => isInitials(span.key, name.span.key))
    if (meant !== undefined && (before !== undefined || span.written === span.written.toUpperCase()))
      letters.set(span.key, meant.span)
  }
  return letters
}

function isInitials(letters: string, name: string): boolean {
  const words = name.split(/[\s-]+/u).filter((word) => !/^(?:of|the|and|for|de|la|du|&)$/u.test(word))
  return words.length > 1 && words.length === letters.length && words.every((word, i) => word[0] === letters[i])
}
