import type { EntryId } from '../../domain/ids.ts'
import type { StoryEntry } from '../../domain/story.ts'
import { compareInTime } from './time-order.ts'

/** One report in the course of a story. */
export type TimelineItem = {
  readonly entryId: EntryId
  readonly atMs: number
  /** The sentence that says most of what no report before said; absent when the report adds nothing. */
  readonly added?: string
}

/** Sentences of one report that are looked at. */
const sentencesMax = 20
const charactersMax = 6_000
const sentenceCharactersMax = 300
/** Share of a sentence's words of content that must be new. */
const newShareMin = 0.4
/** New words of content that a sentence must bring, numbers and names counting double. */
const newWorthMin = 4

/** What each report added, earliest first: the first mention of words, numbers and names, by the sentence. */
export function timelineOf(entries: readonly StoryEntry[]): TimelineItem[] {
  const known = new Set<string>()
  return [...entries].sort(compareInTime).map((entry) => {
    const sentences = sentencesOf(entry)
    let best: { readonly sentence: string; readonly worth: number } | undefined
    for (const sentence of sentences) {
      const worth = worthOf(sentence, known)
      if (worth >= newWorthMin && (best === undefined || worth > best.worth)) best = { sentence, worth }
    }
    for (const sentence of sentences) for (const { folded } of contentWords(sentence)) known.add(folded)
    const item = { entryId: entry.id, atMs: entry.publishedAtMs }
    return best === undefined ? item : { ...item, added: best.sentence }
  })
}

function sentencesOf(entry: StoryEntry): string[] {
  const segmenter = new Intl.Segmenter(entry.language === '' ? 'und' : entry.language, { granularity: 'sentence' })
  const sentences = entry.title.trim() === '' ? [] : [entry.title.trim()]
  for (const { segment } of segmenter.segment(entry.text.slice(0, charactersMax))) {
    const sentence = segment.trim()
    if (sentence !== '' && sentence.length <= sentenceCharactersMax) sentences.push(sentence)
    if (sentences.length >= sentencesMax) break
  }
  return sentences
}

function worthOf(sentence: string, known: ReadonlySet<string>): number {
  const words = contentWords(sentence)
  const fresh = words.filter(({ folded }) => !known.has(folded))
  if (fresh.length < words.length * newShareMin) return 0
  return fresh.reduce((sum, { weight }) => sum + weight, 0)
}

/** Longer words, numbers, and names; short words carry grammar, not news. */
function contentWords(sentence: string): { readonly folded: string; readonly weight: number }[] {
  const words = sentence.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return words.flatMap((word) => {
    const isNumber = /^\p{N}+$/u.test(word)
    const isName = /^\p{Lu}/u.test(word)
    const isLong = word.length > 3 || /\p{sc=Han}|\p{sc=Hira}|\p{sc=Kana}/u.test(word)
    return isNumber || isLong ? [{ folded: word.toLowerCase(), weight: isNumber || isName ? 2 : 1 }] : []
  })
}
