/**
 * Whether a story is what a reader's query asks for: it has all the words, or it means the same. The limits are measured
 * with queries of three words on the headlines of og2021-eng (docs/decisions/queries.md).
 */
import type { ReaderQuery } from '../../domain/topic.ts'
import { foldWords } from './fold-words.ts'

/** Nearness from which a story with at least one of the words, or with none of them, means the same. */
const nearWithWord = 0.4
const nearByItself = 0.5
const wordCharactersMin = 3

/** A query ready for many stories. `nearness`: see `directionAmong`; absent where either has no vector. */
export function compileQuery(
  query: Pick<ReaderQuery, 'words' | 'byMeaning'>,
): (story: {
  readonly headline: string
  readonly keyPoints: readonly string[]
  readonly holdsAll: boolean
  readonly nearness: number | undefined
}) => number {
  const words = wordsOf(query.words)
  return ({ headline, keyPoints, holdsAll, nearness = 0 }) => {
    if (holdsAll) return 1
    if (!query.byMeaning || nearness < nearWithWord) return 0
    const isNear = nearness >= nearByItself || hasAny(`${headline} ${keyPoints.join(' ')}`, words)
    return isNear ? nearness : 0
  }
}

/** Words that the query asks for; not those that it asks to be absent. */
function wordsOf(query: string): ReadonlySet<string> {
  const wanted = query.replace(/(^|\s)-(?:"[^"]*"|\S+)/gu, ' ').replace(/\bor\b/giu, ' ')
  return new Set(foldWords(wanted).filter((word) => word.length >= wordCharactersMin || /[^\p{ASCII}]/u.test(word)))
}

function hasAny(text: string, words: ReadonlySet<string>): boolean {
  return foldWords(text).some((word) => words.has(word))
}

/** A vector about a centre, of length 1; zero where it is the centre itself. */
export function directionAmong(vector: Float32Array, centre: Float32Array): Float32Array {
  const direction = vector.map((value, at) => value - (centre[at] ?? 0))
  const length = Math.hypot(...direction)
  return length === 0 ? direction : direction.map((value) => value / length)
}

/** The middle of some vectors; undefined for none. All have as many dimensions as the first. */
export function centreOf(vectors: Iterable<Float32Array>): Float32Array | undefined {
  let sum: Float32Array | undefined
  let count = 0
  for (const vector of vectors) {
    sum ??= new Float32Array(vector.length)
    if (sum.length !== vector.length) continue
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0)
    count += 1
  }
  return sum?.map((value) => value / count)
}

/**
 * How near a story lies to what a query means, in [-1, 1]: the cosine of both, each about its own centre. Headlines and short
 * queries lie in different places; without their centres every query would be near to every short headline. O(dimensions).
 */
export function nearnessOf(direction: Float32Array, vector: Float32Array, centre: Float32Array): number {
  if (direction.length !== vector.length) return 0
  let along = 0
  let squares = 0
  for (let at = 0; at < vector.length; at += 1) {
    const value = (vector[at] ?? 0) - (centre[at] ?? 0)
    along += value * (direction[at] ?? 0)
    squares += value * value
  }
  return squares === 0 ? 0 : along / Math.sqrt(squares)
}
