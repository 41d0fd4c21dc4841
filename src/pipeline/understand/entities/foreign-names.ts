/**
 * Countries, cities, bodies and events in texts of other languages than English, by the names that CLDR, ISO lists and our own
 * give them there.
 */
import type { Gazetteer, KnownEntity } from './gazetteer.ts'

export type ForeignMention = {
  readonly entity: KnownEntity
  readonly written: string
  readonly at: number
}

/** A name as it is looked for: the part of it that does not bend, and how it may stand among other letters. */
type Sought = {
  readonly entity: KnownEntity
  readonly stem: string
  /** Letters that may follow the stem in the same word. */
  readonly endingMax: number
  readonly script: Script
}
/** `joined`: no blanks between words. `prefixed`: small words are written onto the next one. */
type Script = 'joined' | 'katakana' | 'hangul' | 'prefixed' | 'other'
type Index = ReadonlyMap<string, readonly Sought[]>

/** Mentions that are read; later ones of a longer text add nothing. */
const mentionsMax = 500
/** Letters by which names are found: no name is shorter. */
const leadLetters = 2
/** Languages that bend names at their ends; letters of the ending that may differ. */
const bending: ReadonlySet<string> = new Set('ru uk be bg sr hr bs mk sl sk cs pl lt lv et fi hu tr el'.split(' '))
const endingLettersMax = 3
const stemLettersMin = 4
/** "And", "then", "in", "for", "as", "from", "that" in Arabic and Hebrew. */
const prefixes = /^[وفبلكובלמשכה]{0,2}$/u
/** With these a name becomes an adjective there: "Chinese" of "China". Short names with them are mostly other words. */
const adjectiveEnds = /^(?:ي|ية|يين|يون|يات|י|ית|ים|יות)?$/u
const prefixedLettersMin = 4

/** In order of the text; of names that overlap the first, and of those the longest. O(text). */
export function findForeignNames(text: string, language: string, { foreignNames }: Gazetteer): ForeignMention[] {
  const names = foreignNames.get(language)
  if (names === undefined) return []
  const index = indexOf(names, language)
  const found: ForeignMention[] = []
  for (let at = 0; at < text.length && found.length < mentionsMax; at += 1)
    for (const { entity, stem, endingMax, script } of index.get(text.slice(at, at + leadLetters)) ?? []) {
      if (!text.startsWith(stem, at)) continue
      const end = endOfMention(text, at, { stem, endingMax, script })
      if (end === undefined) continue
      found.push({ entity, written: text.slice(at, end), at })
      at = end - 1
      break
    }
  return found
}

/** By first letters, longest first. Made once for a language. */
function indexOf(names: ReadonlyMap<string, KnownEntity>, language: string): Index {
  const known = indexes.get(names)
  if (known !== undefined) return known
  const index = new Map<string, Sought[]>()
  for (const [name, entity] of names) {
    const script = scriptOf(name)
    if (name.length < leadLetters) continue
    const stem = stemOf(name, language)
    const endingMax = stem === name ? 0 : name.length - stem.length + endingLettersMax - 1
    // "For the" joins the article of the name in Arabic.
    for (const form of name.startsWith('ال') ? [stem, `لل${stem.slice(2)}`] : [stem]) {
      const lead = form.slice(0, leadLetters)
      index.set(lead, [...(index.get(lead) ?? []), { entity, stem: form, endingMax, script }])
    }
  }
  for (const sought of index.values()) sought.sort((a, b) => b.stem.length - a.stem.length)
  indexes.set(names, index)
  return index
}

const indexes = new WeakMap<ReadonlyMap<string, KnownEntity>, Index>()

function scriptOf(name: string): Script {
  if (/^[\p{Script=Katakana}ー・]+$/u.test(name)) return 'katakana'
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(name)) return 'joined'
  if (/\p{Script=Hangul}/u.test(name)) return 'hangul'
  return /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(name) ? 'prefixed' : 'other'
}

function stemOf(name: string, language: string): string {
  if (!bending.has(language) || name.length < stemLettersMin + 1) return name
  return name.slice(0, Math.max(stemLettersMin, name.length - (name.length > 6 ? 2 : 1)))
}

/** Undefined where the letters are part of another word. */
function endOfMention(
  text: string,
  at: number,
  { stem, endingMax, script }: Omit<Sought, 'entity'>,
): number | undefined {
  const end = at + stem.length
  switch (script) {
    case 'joined':
      return end
    case 'katakana':
      return /[\p{Script=Katakana}ー]/u.test(`${text[at - 1] ?? ''}${text[end] ?? ''}`) ? undefined : end
    case 'hangul':
      return /\p{Script=Hangul}/u.test(text[at - 1] ?? '') ? undefined : end
    case 'prefixed': {
      const before = /[\p{L}\p{M}]*$/u.exec(text.slice(Math.max(0, at - 4), at))?.[0] ?? ''
      const rest = lettersAt(text, end)
      const isAdjective = stem.length >= prefixedLettersMin && adjectiveEnds.test(rest)
      return prefixes.test(before) && (rest === '' || isAdjective) ? end + rest.length : undefined
    }
    case 'other': {
      if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ')) return undefined
      const rest = lettersAt(text, end)
      return rest.length <= endingMax ? end + rest.length : undefined
    }
  }
}

function lettersAt(text: string, at: number): string {
  return /^[\p{L}\p{M}]*/u.exec(text.slice(at, at + 20))?.[0] ?? ''
}
