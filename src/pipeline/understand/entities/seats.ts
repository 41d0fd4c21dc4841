/** When a capital or a seat of government stands for the country: "Beijing said", "talks between Paris and Berlin". */
import type { Gazetteer, KnownEntity } from './gazetteer.ts'
import type { NameSpan, TaggedSentence } from './spans.ts'

/** Words of sport in a sentence from which it is about a match. */
const sportWordsMin = 2
/** Words before a capital that let it act or be dealt with. */
const dealing: ReadonlySet<string> = new Set(
  'between with against by urges urge urged accuses accused pressing pressure sanctions on toward towards'.split(' '),
)
/** Words after it that only who decides can do or be. */
const deciding: ReadonlySet<string> = new Set(
  (
    'vows vowed agreed agree agrees opposes opposed supports supported ' +
    'backs backed rejects rejected accuses accused wants faces reaffirmed reaffirms plans sees insists seeks sought fears ' +
    'condemned condemns calls called ordered orders responded responds hit slapped imposed imposes launched signed sent'
  ).split(' '),
)

/**
 * The country that a span stands for, where it acts as its government. Seats of government always do; capitals only where
 * the words around let them act, and never after a word of place.
 */
export function countryGoverned(
  span: NameSpan,
  { tokens, words, form }: TaggedSentence,
  gazetteer: Gazetteer,
): KnownEntity | undefined {
  const known = gazetteer.names.get(span.key)
  if (known?.governs === undefined) return undefined
  if (known.types.includes('seat') && !known.types.includes('city')) return known.governs
  const before = words[span.from - 1]
  const after = words[span.to]
  const wordBefore = tokens[span.from - 1]?.key ?? ''
  const wordAfter = tokens[span.to]?.key ?? ''
  if (form === 'table' || form === 'capitals' || isSport(words)) return undefined
  if (dealing.has(wordBefore)) return known.governs
  if (before?.classes.includes('locPrep') === true || before?.classes.includes('placeNoun') === true) return undefined
  const isCoordinated = wordBefore === 'and' && isNamed(gazetteer, tokens[span.from - 2]?.text)
  if (isCoordinated && !isAfterPlaceWord(words, span.from - 3)) return known.governs
  if (wordAfter === 'and') return isNamed(gazetteer, tokens[span.to + 1]?.text) ? known.governs : undefined
  if (after?.classes.includes('speech') === true || deciding.has(wordAfter)) return known.governs
  return undefined
}

/** A capital that plays is a team. */
function isSport(words: TaggedSentence['words']): boolean {
  return words.filter(({ classes }) => classes.includes('sport')).length >= sportWordsMin
}

function isAfterPlaceWord(words: TaggedSentence['words'], at: number): boolean {
  return words[at]?.classes.includes('locPrep') === true
}

/** A capital or a country. */
function isNamed(gazetteer: Gazetteer, word: string | undefined): boolean {
  const known = word === undefined ? undefined : gazetteer.names.get(word.toLowerCase())
  return known?.governs !== undefined || known?.types.includes('country') === true
}
