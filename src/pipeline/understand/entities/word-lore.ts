/**
 * What can be said of a word by itself, wherever it stands. Words of the news repeat, and reading one off costs a dozen
 * looks at lists and letters: so each is read once and remembered.
 */
import { WordBook } from '../word-book.ts'
import { type Gazetteer, type NameType, nameTokensMax } from './gazetteer.ts'
import { readForm, type Token, type WordForm } from './tokens.ts'

/** What the tagger sees of a word. */
export type WordTraits = {
  readonly shape: string
  readonly classes: readonly string[]
  readonly affixes: readonly string[]
  /** Kinds of known names that the word is part of, with its place in the name: `country`, `city+` for later words. */
  readonly known: readonly string[]
  /** May be part of a name at all. */
  readonly open: boolean
  /** What a tagger has made of these traits so far, for itself. */
  readonly memo: TraitsMemo
}

/** Of one tagger, and of no use to another. */
type TraitsMemo = { tagger?: object; shares: (readonly number[])[] }

export type WordLore = WordForm & {
  readonly shape: string
  readonly isCapital: boolean
  readonly hasLetter: boolean
  readonly isNumber: boolean
  readonly isSport: boolean
  readonly isFinance: boolean
  readonly isConnecting: boolean
  /** Kinds of names that it is by itself. */
  readonly types: readonly NameType[]
  /** Tokens in the longest known name that begins with it. */
  readonly nameTokens: number
  /** The word where it is part of no known name. */
  readonly plain: WordTraits
  /** The word in the known names met so far, by their kinds. */
  readonly named: Map<readonly string[], WordTraits>
}

/** A token of an article, with what is known of its word. */
export type NewsToken = Token<WordLore>

/** Words remembered at once; beyond it, all are forgotten and read again. Some 20 MB. */
const wordsMax = 40_000
const affixLettersMax = 10
const nothing: readonly never[] = []

const books = new WeakMap<Gazetteer, WordBook<WordLore>>()

/** What is known of words: read off each once, and remembered. */
export function loreOf(gazetteer: Gazetteer): WordBook<WordLore> {
  let book = books.get(gazetteer)
  if (book === undefined) {
    book = new WordBook((word) => readWord(word, gazetteer), wordsMax)
    books.set(gazetteer, book)
  }
  return book
}

/** The word as a part of known names of these kinds: for the same list always the same object, so that more can be remembered of it. */
export function traitsIn(lore: WordLore, known: readonly string[]): WordTraits {
  if (known.length === 0) return lore.plain
  let traits = lore.named.get(known)
  if (traits === undefined) {
    traits = { ...lore.plain, known, memo: { shares: [] } }
    lore.named.set(known, traits)
  }
  return traits
}

function readWord(word: string, gazetteer: Gazetteer): WordLore {
  const { key, takesPoint } = readForm(word)
  const shape = shapeOf(word)
  const classes = classesOf(key, gazetteer)
  const isConnecting = classes.includes('connect') || classes.includes('particle')
  return {
    word,
    key,
    takesPoint,
    shape,
    isCapital: isCapital(shape),
    hasLetter: /\p{L}/u.test(key),
    isNumber: shape === 'number' || shape === 'score',
    isSport: classes.includes('sport'),
    isFinance: classes.includes('finance'),
    isConnecting,
    types: gazetteer.names.get(key)?.types ?? nothing,
    nameTokens: Math.min(gazetteer.nameTokens.get(key) ?? 0, nameTokensMax),
    plain: {
      shape,
      classes,
      affixes: isCapital(shape) ? affixesOf(key, gazetteer) : partAffix(key, gazetteer),
      known: nothing,
      open: isCapital(shape) || shape === 'mixed' || shape === 'number' || isConnecting,
      memo: { shares: [] },
    },
    named: new Map(),
  }
}

/** Classes of the word itself, or `common` where it is a form of a common word. */
function classesOf(word: string, { wordClasses }: Gazetteer): readonly string[] {
  const own = wordClasses.get(word)
  if (own !== undefined) return own
  const isForm = endings.some(([ending, instead]) => {
    const base = word.length > ending.length + 2 && word.endsWith(ending) ? word.slice(0, -ending.length) + instead : ''
    return base !== '' && wordClasses.get(base)?.includes('common') === true
  })
  return isForm ? commonForm : []
}

const commonForm: readonly string[] = ['common']
/** English endings and what the base has instead. */
const endings: readonly (readonly [string, string])[] = [
  ['s', ''],
  ['es', ''],
  ['ies', 'y'],
  ['ed', ''],
  ['ed', 'e'],
  ['ing', ''],
  ['ing', 'e'],
  ['ly', ''],
]

/** Shapes with a capital have names that begin with one. */
export function isCapital(shape: string): boolean {
  const letter = shape.charCodeAt(0)
  return letter >= 65 && letter <= 90
}

/** Letters of scripts without capitals have the shape `lower`, and so have contractions (I'm, don't). */
export function shapeOf(text: string): string {
  if (/^[a-z]+$/.test(text)) return 'lower'
  if (/^\p{L}+['’](?:m|ve|re|ll|d|t)$/iu.test(text)) return 'lower'
  if (/^\p{Lu}\.?$/u.test(text)) return text.endsWith('.') ? 'Initial.' : 'Initial'
  if (/^(?:\p{Lu}\.){2,}/u.test(text)) return text.includes('-') ? 'Dotted-' : 'Dotted'
  if (/^\p{Lu}[\p{Lu}\p{M}\p{N}'’&.-]+$/u.test(text)) return text.length < 6 ? 'CAPITALS' : 'CAPITALSlong'
  if (/^\p{Lu}[\p{L}\p{M}]*-\p{Lu}/u.test(text)) return 'Hyphen'
  if (/^\p{Lu}[\p{L}\p{M}]*-\p{Ll}/u.test(text)) return 'Hyphen-lower'
  if (/^\p{Lu}[\p{Ll}\p{M}'’]*\p{Lu}/u.test(text)) return 'Inner'
  if (/^\p{Lu}/u.test(text)) return 'Capital'
  if (/^\p{Ll}[\p{L}'’]*-?\p{Lu}/u.test(text)) return 'mixed'
  if (/^\p{L}/u.test(text)) return 'lower'
  if (/^\p{N}/u.test(text)) return /[-:]/u.test(text) ? 'score' : 'number'
  if (/^['’]s$/iu.test(text)) return 'possessive'
  return signs[text] ?? 'sign'
}

const signs: Readonly<Record<string, string>> = {
  ',': 'comma',
  '.': 'stop',
  ':': 'colon',
  '(': 'open',
  ')': 'close',
  '-': 'dash',
  '–': 'dash',
  '—': 'dash',
  '"': 'quote',
  '“': 'quote',
  '”': 'quote',
  '/': 'slash',
  '&': 'and',
}

function affixesOf(word: string, { affixes }: Gazetteer): string[] {
  const found = new Set<string>()
  for (let length = 1; length <= affixLettersMax && length < word.length - 1; length++) {
    for (const name of affixes.ends.get(word.slice(-length)) ?? []) found.add(name)
    if (length < word.length - 2) for (const name of affixes.starts.get(word.slice(0, length)) ?? []) found.add(name)
  }
  return [...found]
}

/** "-based", "-led": the whole word is no name, whatever it begins with. */
function partAffix(word: string, { affixes }: Gazetteer): string[] {
  const at = word.lastIndexOf('-')
  return at > 0 && affixes.ends.get(word.slice(at))?.includes('partEnd') === true ? ['partEnd'] : []
}
