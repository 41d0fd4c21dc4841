/**
 * Finds the words and phrases that speak for a subject. Terms are written per language and subject as one line:
 * `interest rate!, bank, econom*, fund?` where `!` makes a term count twice, `?` half, and `*` matches any ending.
 */
import { isUnspaced, lookUpForm, otherForms, plainWords } from './plain-words.ts'

export type SubjectTerms = Readonly<Record<string, string>>

type Term = {
  readonly rest: readonly string[]
  readonly subject: number
  readonly weight: number
  readonly key: number
}

/** Terms of one language by their first word, ready to be looked up. */
export type SubjectLexicon = {
  readonly language: string
  readonly words: ReadonlyMap<string, readonly Term[]>
  readonly prefixes: ReadonlyMap<string, readonly Term[]>
  /** Words that terms go on with after their first. */
  readonly following: ReadonlySet<string>
  /** Words met already: a word that repeats, as most do, costs one look-up. */
  readonly met: Map<string, MetWord>
}

/** A word as terms are written, and the terms that begin with it. */
type MetWord = { readonly word: string; readonly terms: readonly Term[] }

/** Words remembered at once; beyond it, all are forgotten. */
const metMax = 40_000

const leadWords = 60
const places = { title: 2, lead: 1, later: 0.4 } as const
/** A term said often counts more, but never more than this many times. */
const repeatsMax = 4
const prefixLettersMin = 3
const prefixLettersMax = 14

/** Throws on a subject that the tree does not have. */
export function compileLexicon(
  language: string,
  terms: SubjectTerms,
  subjectOf: (id: string) => number,
): SubjectLexicon {
  const words = new Map<string, Term[]>()
  const prefixes = new Map<string, Term[]>()
  const following = new Set<string>()
  let key = 0
  for (const [id, line] of Object.entries(terms)) {
    const subject = subjectOf(id)
    for (const written of line.split(',')) {
      const strength = written.trim().at(-1)
      const weight = strength === '!' ? 2 : strength === '?' ? 0.5 : 1
      const isPrefix = written.includes('*')
      const [first, ...more] = isPrefix ? beginningsOf(written, language) : wordsOf(written, language)
      if (first === undefined) continue
      const table = isPrefix ? prefixes : words
      // A term with an open ending is one word.
      const rest = isPrefix ? [] : more
      for (const word of rest) following.add(word)
      table.set(first, [...(table.get(first) ?? []), { rest, subject, weight, key: key++ }])
    }
  }
  return { language, words, prefixes, following, met: new Map() }
}

/** Evidence per subject (its own terms only), as a sparse map; each found term adds its weight times how it is placed. */
export function findSubjectWords(
  input: { readonly title: string; readonly text?: string },
  lexicon: SubjectLexicon,
): ReadonlyMap<number, number> {
  const found = new Map<number, { readonly term: Term; placed: number }>()
  const scan = (text: string, placeOf: (index: number) => number) => {
    const words = plainWords(text, lexicon.language).map((word) => meet(word, lexicon))
    const read = lexicon.language === 'en' ? words.filter(({ word }) => word !== 's') : words
    for (const [index, { terms }] of read.entries())
      for (const term of termsAt(index, terms, read, lexicon)) {
        const known = found.get(term.key)
        if (known === undefined) found.set(term.key, { term, placed: placeOf(index) })
        else known.placed += placeOf(index)
      }
  }
  scan(input.title, () => places.title)
  scan(input.text ?? '', (index) => (index < leadWords ? places.lead : places.later))
  const evidence = new Map<number, number>()
  for (const { term, placed } of found.values()) {
    const share = Math.sqrt(Math.min(placed, repeatsMax))
    evidence.set(term.subject, (evidence.get(term.subject) ?? 0) + term.weight * share)
  }
  return evidence
}

/**
 * Terms that stand at a place. Without blanks, a shorter one may be no word of its own (主教, bishop, within 主教练, head
 * coach): only the longest count.
 */
function termsAt(
  index: number,
  terms: readonly Term[],
  read: readonly MetWord[],
  lexicon: SubjectLexicon,
): readonly Term[] {
  if (terms.length === 0) return terms
  const standing = terms.filter(({ rest }) => rest.every((next, offset) => read[index + 1 + offset]?.word === next))
  if (!isUnspaced(lexicon.language)) return standing
  const longest = Math.max(...standing.map(({ rest }) => rest.length))
  return standing.filter(({ rest }) => rest.length === longest)
}

function meet(plain: string, lexicon: SubjectLexicon): MetWord {
  const known = lexicon.met.get(plain)
  if (known !== undefined) return known
  const met = readWord(lookUpForm(plain, lexicon.language), lexicon)
  if (lexicon.met.size >= metMax) lexicon.met.clear()
  lexicon.met.set(plain, met)
  return met
}

function readWord(word: string, lexicon: SubjectLexicon): MetWord {
  for (const form of [word, ...otherForms(word, lexicon.language)]) {
    const terms = termsFrom(form, lexicon)
    if (terms.length > 0 || lexicon.following.has(form)) return { word: form, terms }
  }
  return { word, terms: [] }
}

/** Terms whose first word this is, or begins with. */
function termsFrom(word: string, lexicon: SubjectLexicon): Term[] {
  const terms = [...(lexicon.words.get(word) ?? [])]
  for (let length = prefixLettersMin; length <= Math.min(word.length, prefixLettersMax); length++)
    terms.push(...(lexicon.prefixes.get(word.slice(0, length)) ?? []))
  return terms
}

/** A term with an open ending: that of the plural is not its own. */
function beginningsOf(text: string, language: string): string[] {
  const words = plainWords(text, language)
  return language === 'en' ? words : words.map((word) => lookUpForm(word, language))
}

/** Words of a term in the form to look up; English ones without the "s" that an apostrophe cut off. */
function wordsOf(text: string, language: string): string[] {
  const words = plainWords(text, language)
  return (language === 'en' ? words.filter((word) => word !== 's') : words).map((word) => lookUpForm(word, language))
}
