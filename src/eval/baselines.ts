/** Rankers to compare with: each gives every candidate of a row a score, higher is better. */

import { dot, meanOf } from '../pipeline/ranking/vectors.ts'
import { foldWords } from '../pipeline/readers/fold-words.ts'
import { drawsFrom } from './metrics/bootstrap.ts'
import type { RankInput, RankItem, RankRow } from './rank-row.ts'

type Baseline = (row: RankRow, input: RankInput, place: number) => readonly number[]

export const baselines: Readonly<Record<string, Baseline>> = {
  random: (row, _input, place) => {
    const next = drawsFrom(place)
    return row.candidates.map(next)
  },
  // Rows without times have no order in time: to it all are equal.
  chronological: (row) => row.candidates.map(({ publishedAtMs }) => publishedAtMs ?? 0),
  'category share': (row) => row.candidates.map((item) => shareOf(item, row.history)),
  'word overlap (TF-IDF)': wordOverlap,
  'mean vector': (_row, { profile, candidates }) => {
    const mean = meanOf(profile.history.flatMap(({ embedding }) => embedding ?? []))
    return candidates.map(({ embedding }) => (mean === undefined || embedding === undefined ? 0 : dot(mean, embedding)))
  },
}

/** The part of the history in the same category, plus the part in the same narrower one. */
function shareOf({ categories }: RankItem, history: readonly RankItem[]): number {
  const counted = history.length === 0 ? 1 : history.length
  return categories.reduce((sum, category, level) => {
    const same = history.filter((opened) => opened.categories[level] === category).length
    return sum + same / counted
  }, 0)
}

/** Mean cosine of the words' TF-IDF with each opened title, weighed within the row. */
function wordOverlap(row: RankRow): number[] {
  const texts = [...row.history, ...row.candidates].map(({ title }) => new Set(foldWords(title)))
  const counts = new Map<string, number>()
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const weightOf = (word: string): number => Math.log((texts.length + 1) / (counts.get(word) ?? 1)) ** 2
  const lengthOf = (words: Iterable<string>): number =>
    Math.sqrt([...words].reduce((sum, word) => sum + weightOf(word), 0)) || 1
  const opened = texts.slice(0, row.history.length)
  return texts.slice(row.history.length).map((words) => {
    const cosines = opened.map((other) => {
      const shared = [...words].filter((word) => other.has(word))
      return lengthOf(shared) ** 2 / (lengthOf(words) * lengthOf(other))
    })
    return cosines.reduce((sum, cosine) => sum + cosine, 0) / Math.max(1, cosines.length)
  })
}
