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
}

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
      table.set(first, [...(table.get(first) ?? []), { rest, subject, weight, key: key++ }])
    }
  }
  return { language, words, prefixes }
}

/** Evidence per subject (its own terms only), as a sparse map; each found term adds its weight times how it is placed. */
export function findSubjectWords(
  input: { readonly title: string; readonly text?: string },
  lexicon: SubjectLexicon,
): ReadonlyMap<number, number> {
  const found = new Map<number, { readonly term: Term; placed: number }>()
  const scan = (words: readonly string[], placeOf: (index: number) => number) => {
    for (const [index, word] of words.entries()) {
      for (const term of termsAt(words, index, word, lexicon)) {
        const known = found.get(term.key)
        if (known === undefined) found.set(term.key, { term, placed: placeOf(index) })
        else known.placed += placeOf(index)
      }
    }
  }
  scan(wordsOf(input.title, lexicon.language), () => places.title)
  scan(wordsOf(input.text ?? '', lexicon.language), (index) => (index < leadWords ? places.lead : places.later))
  const evidence = new Map<number, number>()
  for (const { term, placed } of found.values()) {
    const share = Math.sqrt(Math.min(placed, repeatsMax))
    evidence.set(term.subject, (evidence.get(term.subject) ?? 0) + term.weight * share)
  }
  return evidence
}

function termsAt(words: readonly string[], index: number, word: string, lexicon: SubjectLexicon): Term[] {
  const terms = (lexicon.words.get(word) ?? []).filter(({ rest }) =>
    rest.every((next, offset) => words[index + 1 + offset] === next),
  )
  for (let length = prefixLettersMin; length <= Math.min(word.length, prefixLettersMax); length++) {
    terms.push(...(lexicon.prefixes.get(word.slice(0, length)) ?? []))
  }
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
