/** Abbreviations that a point ends and a sentence does not. English, Spanish, German and French; others rely on ICU alone. */
const abbreviations = new Set(
  (
    'mr mrs ms dr prof rev hon gen col lt maj capt sgt sen rep gov st jr sr messrs vs v no nos inc corp co ltd bros dept est ' +
    'jan feb mar apr jun jul aug sept sep oct nov dec sr sra srta ud uds lic ing bzw ca nr hr fr dipl abs art bd mme mlle ' +
    'mm me env adm pres ave blvd ft mt e.g i.e u.s u.k u.n a.m p.m mio mrd z.b d.h u.a'
  ).split(' '),
)
/** Languages that write a point after a number in a row: "am 8. Mai". */
const ordinalLanguages: ReadonlySet<string> = new Set('de da nb nn no fi cs sk hu sl hr sr bs et lv is tr'.split(' '))
const segmenters = new Map<string, Intl.Segmenter>()
/** Languages that a process may meet; beyond it, the rules of the root locale are used. */
const segmentersMax = 100

/** Offsets of a sentence in its text, blanks at both ends left out. */
export type Sentence = { readonly start: number; readonly end: number; readonly text: string }

/** A text whose sentences may be at hand already: splitting is a good part of understanding. */
export type SplitText = { readonly text: string; readonly language: string; readonly sentences?: readonly Sentence[] }

/** The sentences at hand, or else split now. */
export function sentencesOf({ text, language, sentences }: SplitText): readonly Sentence[] {
  return sentences ?? splitSentences(text, language)
}

/**
 * Sentences of any script, by the rules of Unicode (UAX #29), with English abbreviations mended. A line break of any kind
 * ends a sentence too when a blank line follows. O(text).
 */
export function splitSentences(text: string, language: string): Sentence[] {
  const sentences: Sentence[] = []
  const hasOrdinals = ordinalLanguages.has(language)
  let start = 0
  for (const { index, segment } of segmenterFor(language).segment(text)) {
    const end = index + segment.length
    const isLast = end >= text.length
    if (!isLast && !segment.includes('\n') && (endsInAbbreviation(segment) || (hasOrdinals && ordinal.test(segment))))
      continue
    pushTrimmed(sentences, text, start, end)
    start = end
  }
  if (start < text.length) pushTrimmed(sentences, text, start, text.length)
  return sentences
}

function segmenterFor(language: string): Intl.Segmenter {
  const known = segmenters.get(language)
  if (known !== undefined) return known
  const locale =
    segmenters.size < segmentersMax && /^[a-z]{2,3}$/u.test(language) && language !== 'und' ? language : 'en'
  const segmenter = new Intl.Segmenter(locale, { granularity: 'sentence' })
  if (segmenters.size < segmentersMax) segmenters.set(language, segmenter)
  return segmenter
}

const ordinal = /(?:^|[\s(])\p{N}{1,2}\.\s*$/u

function endsInAbbreviation(segment: string): boolean {
  const trimmed = segment.trimEnd()
  if (!trimmed.endsWith('.')) return false
  const word = trimmed.slice(Math.max(trimmed.lastIndexOf(' '), trimmed.lastIndexOf('(')) + 1, -1)
  return /^\p{Lu}$/u.test(word) || /^(?:\p{Lu}\.)+\p{Lu}$/u.test(word) || abbreviations.has(word.toLowerCase())
}

function pushTrimmed(sentences: Sentence[], text: string, from: number, to: number): void {
  const raw = text.slice(from, to)
  const trimmed = raw.trim()
  if (trimmed === '') return
  const start = from + raw.indexOf(trimmed)
  sentences.push({ start, end: start + trimmed.length, text: trimmed })
}
