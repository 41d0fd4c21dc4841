/** Where a report says in front of its text where and when it was written: "OSLO, March 3 (AP) —", "Bergen, Norway -- ". */
import type { Gazetteer } from './gazetteer.ts'
import { isCapital, type NewsToken, type WordTraits } from './word-lore.ts'
import type { LineForm } from './word-traits.ts'

/** Tokens that a dateline has at most, agency and dash among them. */
const tokensMax = 14
/** Words in brackets that name an agency. */
const creditTokensMax = 3

const dashes: ReadonlySet<string> = new Set(['-', '--', '–', '—'])
const within: ReadonlySet<string> = new Set([',', '.', '/', 'of', 'de', 'and'])

/**
 * Tokens of the dateline that the first sentence of a text begins with, its sign at the end included; 0 where there is none. It
 * begins with a place in capitals, or with a known place in front of a dash that stands by itself.
 */
export function datelineLength(
  {
    tokens,
    words,
    form,
  }: { readonly tokens: readonly NewsToken[]; readonly words: readonly WordTraits[]; readonly form: LineForm },
  { names }: Pick<Gazetteer, 'names'>,
): number {
  if (form === 'table' || !isCapital(words[0]?.shape ?? '')) return 0
  const isSet = words[0]?.shape.startsWith('CAPITALS') === true
  let at = 1
  while (at < Math.min(tokens.length, tokensMax) && isPlaceOrDay(tokens[at], words, at)) at += 1
  const isPlace = isSet || isKnownPlace(tokens.slice(0, at), names)
  if (!isPlace) return 0
  const past = pastCredit(tokens, at)
  if (past + 1 >= tokens.length) return 0
  let end = past
  while (dashes.has(tokens[end]?.text ?? '')) end += 1
  // A hyphen by itself also stands beside what is put in between.
  const isSure = isSet || past > at || end > past + 1 || tokens[past]?.text !== '-'
  if (end > past) return isSure ? end : 0
  return isSet && past > at ? past : 0
}

function isPlaceOrDay(token: NewsToken | undefined, words: readonly WordTraits[], at: number): boolean {
  const word = words[at]
  if (token === undefined || word === undefined) return false
  if (word.shape === 'number') return isMonth(words[at - 1]) || isMonth(words[at + 1])
  return isCapital(word.shape) || within.has(token.text) || isMonth(word)
}

function isMonth(word: WordTraits | undefined): boolean {
  return word?.classes.includes('month') === true
}

/** Past "(AP)", where that follows. */
function pastCredit(tokens: readonly NewsToken[], at: number): number {
  if (tokens[at]?.text !== '(' || !/^\p{Lu}/u.test(tokens[at + 1]?.text ?? '')) return at
  for (let end = at + 2; end <= at + 1 + creditTokensMax * 2; end += 1) if (tokens[end]?.text === ')') return end + 1
  return at
}

const placeTypes: ReadonlySet<string> = new Set(['city', 'state', 'country', 'region', 'town'])

/** The longest beginning that is a known name is that of a place. */
function isKnownPlace(tokens: readonly NewsToken[], names: Gazetteer['names']): boolean {
  for (let length = Math.min(3, tokens.length); length > 0; length -= 1) {
    const types =
      names.get(
        tokens
          .slice(0, length)
          .map(({ key }) => key)
          .join(' '),
      )?.types ?? []
    if (types.length > 0) return types.some((type) => placeTypes.has(type))
  }
  return false
}
