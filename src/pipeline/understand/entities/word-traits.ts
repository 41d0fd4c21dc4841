/**
 * What can be said of a word without knowing which word it is: its shape, the classes that our lists put it in, the
 * endings of names, and the kinds of known names that it is part of. The tagger sees traits and nothing else, so that
 * its weights hold no words.
 */
import { type Gazetteer, type NameType, nameTokensMax } from './gazetteer.ts'
import type { Token } from './tokens.ts'

export type LineForm = 'prose' | 'capitals' | 'headline' | 'table'

export type SentenceTraits = {
  readonly form: LineForm
  /** Sport, money, or neither, by the words of the whole sentence. */
  readonly field: 'sport' | 'finance' | 'other'
  readonly words: readonly WordTraits[]
}

export type WordTraits = {
  readonly shape: string
  readonly classes: readonly string[]
  readonly affixes: readonly string[]
  /** Kinds of known names that the word is part of, with its place in the name: `country`, `city+` for later words. */
  readonly known: readonly string[]
  /** May be part of a name at all. */
  readonly open: boolean
}

/** Share of capital letters from which a line is all capitals, and of numbers from which it is a row of a table. */
const capitalsShare = 0.7
const headlineShare = 0.6
const numbersShare = 0.3
const affixLettersMax = 10

/** O(tokens · longest name). */
export function traitsOf(tokens: readonly Token[], gazetteer: Gazetteer): SentenceTraits {
  const lower = tokens.map(({ key }) => key)
  const shapes = tokens.map(({ text }) => shapeOf(text))
  const classes = lower.map((word) => classesOf(word, gazetteer))
  const form = formOf(shapes, lower)
  const known = knownNames({ lower, shapes, classes, form }, gazetteer)
  const words = tokens.map((_, i): WordTraits => {
    const shape = shapes[i] ?? 'sign'
    const own = classes[i] ?? []
    return {
      shape,
      classes: own,
      affixes: isCapital(shape) ? affixesOf(lower[i] ?? '', gazetteer) : partAffix(lower[i] ?? '', gazetteer),
      known: known[i] ?? [],
      open:
        isCapital(shape) ||
        shape === 'mixed' ||
        (shape === 'number' && form !== 'table') ||
        own.includes('connect') ||
        own.includes('particle'),
    }
  })
  return { form, field: fieldOf(classes), words }
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

export function isCapital(shape: string): boolean {
  return /^(?:Capital|CAPITALS|Initial|Dotted|Inner|Hyphen)/u.test(shape)
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

function formOf(shapes: readonly string[], lower: readonly string[]): LineForm {
  let letters = 0
  let capitals = 0
  let started = 0
  let long = 0
  let numbers = 0
  for (const [i, shape] of shapes.entries()) {
    const word = lower[i] ?? ''
    if (shape === 'number' || shape === 'score') numbers += 1
    if (!/\p{L}/u.test(word) || shape === 'Initial.' || shape === 'Dotted') continue
    letters += word.length
    if (shape.startsWith('CAPITALS')) capitals += word.length
    if (word.length < 4) continue
    long += 1
    if (isCapital(shape)) started += 1
  }
  if (letters > 0 && capitals / letters >= capitalsShare) return 'capitals'
  if (numbers / Math.max(1, shapes.length) >= numbersShare) return 'table'
  if (long >= 4 && started / long >= headlineShare) return 'headline'
  return 'prose'
}

function fieldOf(classes: readonly (readonly string[])[]): 'sport' | 'finance' | 'other' {
  let sport = 0
  let finance = 0
  for (const own of classes) {
    if (own.includes('sport')) sport += 1
    if (own.includes('finance')) finance += 1
  }
  if (sport === 0 && finance === 0) return 'other'
  return sport >= finance ? 'sport' : 'finance'
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

/** Kinds of names that are marked from the longest name on; weaker lists speak only where no stronger one does. */
function knownNames(
  sentence: {
    readonly lower: readonly string[]
    readonly shapes: readonly string[]
    readonly classes: readonly (readonly string[])[]
    readonly form: LineForm
  },
  { names }: Gazetteer,
): string[][] {
  const kinds: string[][] = sentence.lower.map(() => [])
  for (let i = 0; i < sentence.lower.length; i++) {
    const shape = sentence.shapes[i] ?? ''
    if (!isCapital(shape) && shape !== 'mixed') continue
    const found = longestName(sentence.lower, i, (key) => names.get(key)?.types)
    if (found === undefined) continue
    for (let k = 0; k < found.length; k++)
      for (const type of found.types) kinds[i + k]?.push(k === 0 ? mark(type, found.length) : `${type}+`)
    i += found.length - 1
  }
  return kinds
}

function mark(type: NameType, length: number): string {
  return length > 1 ? `${type}*` : type
}

/** The longest known name that begins at a token. */
function longestName<Found>(
  lower: readonly string[],
  from: number,
  find: (key: string) => Found | undefined,
): { readonly types: Found; readonly length: number } | undefined {
  let key = ''
  let best: { types: Found; length: number } | undefined
  for (let length = 1; length <= nameTokensMax && from + length <= lower.length; length++) {
    key = length === 1 ? (lower[from] ?? '') : `${key} ${lower[from + length - 1] ?? ''}`
    const types = find(key)
    if (types !== undefined) best = { types, length }
  }
  return best
}
