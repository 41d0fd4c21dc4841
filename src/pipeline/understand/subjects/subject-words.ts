/**
 * Finds the words and phrases that speak for a subject. Terms are written per language and subject as one line:
 * `interest rate!, bank, econom*, fund?` where `!` makes a term count twice, `?` half, and `*` matches any ending.
 */
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
  /** Words met already: a word that repeats, as most do, costs one look-up. */
  readonly met: Map<string, MetWord>
}

/** A word as terms are written, and the terms that begin with it. */
type MetWord = { readonly word: string; readonly terms: readonly Term[] }

/** Words remembered at once; beyond it, all are forgotten. */
const metMax = 40_000

/** Words beyond this many say nothing new about the subject of an article. */
const wordsMax = 600
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
  let key = 0
  for (const [id, line] of Object.entries(terms)) {
    const subject = subjectOf(id)
    for (const written of line.split(',')) {
      const strength = written.trim().at(-1)
      const weight = strength === '!' ? 2 : strength === '?' ? 0.5 : 1
      const isPrefix = written.includes('*')
      const [first, ...rest] = isPrefix ? plainWords(written) : wordsOf(written, language)
      if (first === undefined) continue
      const table = isPrefix ? prefixes : words
      // A term with an open ending is one word.
      const following = isPrefix ? [] : rest
      table.set(first, [...(table.get(first) ?? []), { rest: following, subject, weight, key: key++ }])
    }
  }
  return { language, words, prefixes, met: new Map() }
}

/** Evidence per subject (its own terms only), as a sparse map; each found term adds its weight times how it is placed. */
export function findSubjectWords(
  input: { readonly title: string; readonly text?: string },
  lexicon: SubjectLexicon,
): ReadonlyMap<number, number> {
  const found = new Map<number, { readonly term: Term; placed: number }>()
  const scan = (text: string, placeOf: (index: number) => number) => {
    const words = plainWords(text).map((word) => meet(word, lexicon))
    const read = lexicon.language === 'en' ? words.filter(({ word }) => word !== 's') : words
    for (const [index, { terms }] of read.entries())
      for (const term of terms) {
        if (!term.rest.every((next, offset) => read[index + 1 + offset]?.word === next)) continue
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

function meet(plain: string, lexicon: SubjectLexicon): MetWord {
  const known = lexicon.met.get(plain)
  if (known !== undefined) return known
  const word = lexicon.language === 'en' ? singular(plain) : plain
  const met = { word, terms: termsFrom(word, lexicon) }
  if (lexicon.met.size >= metMax) lexicon.met.clear()
  lexicon.met.set(plain, met)
  return met
}

/** Terms whose first word this is, or begins with. */
function termsFrom(word: string, lexicon: SubjectLexicon): Term[] {
  const terms = [...(lexicon.words.get(word) ?? [])]
  for (let length = prefixLettersMin; length <= Math.min(word.length, prefixLettersMax); length++)
    terms.push(...(lexicon.prefixes.get(word.slice(0, length)) ?? []))
  return terms
}

function plainWords(text: string): string[] {
  return (
    text
      .slice(0, wordsMax * 12)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, wordsMax) ?? []
  )
}

/** Lower-case words; English ones without the ending of the plural, so that one form of a term is enough. */
function wordsOf(text: string, language: string): string[] {
  const words = plainWords(text)
  return language === 'en' ? words.filter((word) => word !== 's').map(singular) : words
}

function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) {
    return word
  }
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ch|sh|x|ss|zz)es$/u.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}
