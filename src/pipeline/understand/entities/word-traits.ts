/**
 * What can be said of a word without knowing which word it is: its shape, the classes that our lists put it in, the
 * endings of names, and the kinds of known names that it is part of. The tagger sees traits and nothing else, so that
 * its weights hold no words.
 */
import type { Gazetteer, NameType } from './gazetteer.ts'
import { type NewsToken, traitsIn, type WordTraits } from './word-lore.ts'

export type LineForm = 'prose' | 'capitals' | 'headline' | 'table'

export type SentenceTraits = {
  readonly form: LineForm
  /** Sport, money, or neither, by the words of the whole sentence. */
  readonly field: 'sport' | 'finance' | 'other'
  readonly words: readonly WordTraits[]
}

/** Share of capital letters from which a line is all capitals, and of numbers from which it is a row of a table. */
const capitalsShare = 0.7
const headlineShare = 0.6
const numbersShare = 0.3

/** O(tokens · longest name). */
export function traitsOf(tokens: readonly NewsToken[], gazetteer: Gazetteer): SentenceTraits {
  const form = formOf(tokens)
  const known = knownNames(tokens, gazetteer)
  const words = tokens.map(({ form: lore }, i) => {
    const traits = traitsIn(lore, known[i] ?? none)
    return form === 'table' && lore.shape === 'number' ? { ...traits, open: lore.isConnecting } : traits
  })
  return { form, field: fieldOf(tokens), words }
}

const none: readonly string[] = []

function formOf(tokens: readonly NewsToken[]): LineForm {
  let letters = 0
  let capitals = 0
  let started = 0
  let long = 0
  let numbers = 0
  for (const { key, form: lore } of tokens) {
    if (lore.isNumber) numbers += 1
    if (!lore.hasLetter || lore.shape === 'Initial.' || lore.shape === 'Dotted') continue
    letters += key.length
    if (lore.shape.startsWith('CAPITALS')) capitals += key.length
    if (key.length < 4) continue
    long += 1
    if (lore.isCapital) started += 1
  }
  if (letters > 0 && capitals / letters >= capitalsShare) return 'capitals'
  if (numbers / Math.max(1, tokens.length) >= numbersShare) return 'table'
  if (long >= 4 && started / long >= headlineShare) return 'headline'
  return 'prose'
}

function fieldOf(tokens: readonly NewsToken[]): 'sport' | 'finance' | 'other' {
  let sport = 0
  let finance = 0
  for (const { form: lore } of tokens) {
    if (lore.isSport) sport += 1
    if (lore.isFinance) finance += 1
  }
  if (sport === 0 && finance === 0) return 'other'
  return sport >= finance ? 'sport' : 'finance'
}

/**
 * Kinds of names that words are part of, by their places, marked from the longest name on; weaker lists speak only where
 * no stronger one does.
 */
function knownNames(tokens: readonly NewsToken[], gazetteer: Gazetteer): readonly (readonly string[] | undefined)[] {
  const kinds: (readonly string[] | undefined)[] = []
  for (let i = 0; i < tokens.length; i++) {
    const word = tokens[i]?.form
    if (word === undefined || word.nameTokens === 0 || !(word.isCapital || word.shape === 'mixed')) continue
    const { types, length } = longestName(tokens, i, gazetteer)
    if (types.length === 0) continue
    if (length === 1) {
      kinds[i] = types
      continue
    }
    const { first, later } = kindsWithin(types)
    kinds[i] = first
    for (let k = 1; k < length; k++) kinds[i + k] = later
    i += length - 1
  }
  return kinds
}

/** The longest known name that begins with a word; without kinds where there is none. */
function longestName(
  tokens: readonly NewsToken[],
  from: number,
  { names }: Gazetteer,
): { readonly types: readonly NameType[]; readonly length: number } {
  const { key: first = '', form: word } = tokens[from] ?? {}
  let key = first
  let best = { types: word?.types ?? [], length: 1 }
  for (let length = 2; length <= (word?.nameTokens ?? 0) && from + length <= tokens.length; length++) {
    key += ` ${tokens[from + length - 1]?.key ?? ''}`
    const types = names.get(key)?.types
    if (types !== undefined) best = { types, length }
  }
  return best
}

type KindsWithin = { readonly first: readonly string[]; readonly later: readonly string[] }
const kindsByTypes = new Map<string, KindsWithin>()

/** Kinds of the words of a name of several: for the same types always the same lists. */
function kindsWithin(types: readonly NameType[]): KindsWithin {
  const key = types.join(' ')
  let kinds = kindsByTypes.get(key)
  if (kinds === undefined) {
    kinds = { first: types.map((type) => `${type}*`), later: types.map((type) => `${type}+`) }
    kindsByTypes.set(key, kinds)
  }
  return kinds
}
