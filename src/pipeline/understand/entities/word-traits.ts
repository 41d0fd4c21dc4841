/**
 * What can be said of a word without knowing which word it is: its shape, the classes that our lists put it in, the
 * endings of names, and the kinds of known names that it is part of. The tagger sees traits and nothing else, so that
 * its weights hold no words.
 */
import type { Gazetteer, NameType } from './gazetteer.ts'
import type { Token } from './tokens.ts'
import { loreOf, traitsIn, type WordLore, type WordTraits } from './word-lore.ts'

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
export function traitsOf(tokens: readonly Token[], gazetteer: Gazetteer): SentenceTraits {
  const lore = tokens.map((token) => loreOf(token, gazetteer))
  const form = formOf(lore, tokens)
  const known = knownNames(tokens, lore, gazetteer)
  const words = lore.map((word, i) => {
    const traits = traitsIn(word, known.get(i) ?? none)
    return form === 'table' && word.shape === 'number' ? { ...traits, open: isConnecting(word) } : traits
  })
  return { form, field: fieldOf(lore), words }
}

const none: readonly string[] = []

function isConnecting({ classes }: WordLore): boolean {
  return classes.includes('connect') || classes.includes('particle')
}

function formOf(lore: readonly WordLore[], tokens: readonly Token[]): LineForm {
  let letters = 0
  let capitals = 0
  let started = 0
  let long = 0
  let numbers = 0
  for (const [i, { shape, hasLetter, isCapital }] of lore.entries()) {
    const length = tokens[i]?.key.length ?? 0
    if (shape === 'number' || shape === 'score') numbers += 1
    if (!hasLetter || shape === 'Initial.' || shape === 'Dotted') continue
    letters += length
    if (shape.startsWith('CAPITALS')) capitals += length
    if (length < 4) continue
    long += 1
    if (isCapital) started += 1
  }
  if (letters > 0 && capitals / letters >= capitalsShare) return 'capitals'
  if (numbers / Math.max(1, lore.length) >= numbersShare) return 'table'
  if (long >= 4 && started / long >= headlineShare) return 'headline'
  return 'prose'
}

function fieldOf(lore: readonly WordLore[]): 'sport' | 'finance' | 'other' {
  let sport = 0
  let finance = 0
  for (const { classes } of lore) {
    if (classes.includes('sport')) sport += 1
    if (classes.includes('finance')) finance += 1
  }
  if (sport === 0 && finance === 0) return 'other'
  return sport >= finance ? 'sport' : 'finance'
}

/**
 * Kinds of names that words are part of, by their places, marked from the longest name on; weaker lists speak only where
 * no stronger one does.
 */
function knownNames(
  tokens: readonly Token[],
  lore: readonly WordLore[],
  gazetteer: Gazetteer,
): ReadonlyMap<number, readonly string[]> {
  const kinds = new Map<number, readonly string[]>()
  for (let i = 0; i < tokens.length; i++) {
    const word = lore[i]
    if (word === undefined || word.nameTokens === 0 || !(word.isCapital || word.shape === 'mixed')) continue
    const { types, length } = longestName(tokens, i, word, gazetteer)
    if (types.length === 0) continue
    kinds.set(i, length > 1 ? types.map((type) => `${type}*`) : types)
    for (let k = 1; k < length; k++)
      kinds.set(
        i + k,
        types.map((type) => `${type}+`),
      )
    i += length - 1
  }
  return kinds
}

/** The longest known name that begins with a word; without kinds where there is none. */
function longestName(
  tokens: readonly Token[],
  from: number,
  word: WordLore,
  { names }: Gazetteer,
): { readonly types: readonly NameType[]; readonly length: number } {
  let key = tokens[from]?.key ?? ''
  let best = { types: word.types, length: 1 }
  for (let length = 2; length <= word.nameTokens && from + length <= tokens.length; length++) {
    key += ` ${tokens[from + length - 1]?.key ?? ''}`
    const types = names.get(key)?.types
    if (types !== undefined) best = { types, length }
  }
  return best
}
