/**
 * What the first places of an order are like, whoever clicks: how unlike each other, how like the mix that was read before,
 * how little others were offered the same. After the measures of RADio (Vrijenhoek and others, 2022), each over the first five places.
 */
import { dot } from '../pipeline/ranking/vectors.ts'
import { bootstrapMean, type Interval } from './metrics/bootstrap.ts'
import type { RankInput, RankRow } from './rank-row.ts'

const placesMax = 5
/** Rows that each row is compared with for fragmentation: those that follow it. */
const neighbours = 5

export const listMeasures = ['diversity', 'topic distance', 'novelty', 'source share', 'fragmentation'] as const
export type ListMeasure = (typeof listMeasures)[number]
export type ListFigures = Readonly<Record<ListMeasure, Interval>>

/** A row with what one ranker put first, as places of the row's candidates, best first. */
export type Ordered = { readonly row: RankRow; readonly input: RankInput; readonly order: readonly number[] }

/**
 * Each in [0, 1]. Diversity: mean of one less the cosine of two of them. Topic distance: Jensen–Shannon divergence of
 * their first categories from those of the history. Novelty: part of them that no row before was offered. Source share:
 * part of the most frequent outlet, of those that name one. Fragmentation: part of them that a reader nearby in the file
 * does not have among theirs. Rows that say nothing about a measure are left out of it.
 */
export function describeLists(rows: readonly Ordered[], seed: number): ListFigures {
  const firsts = rows.map(({ order }) => order.slice(0, placesMax))
  const offered = new Set<string>()
  const found: Record<ListMeasure, number[]> = {
    diversity: [],
    'topic distance': [],
    novelty: [],
    'source share': [],
    fragmentation: [],
  }
  for (const [place, { row, input }] of rows.entries()) {
    const first = firsts[place] ?? []
    const items = first.flatMap((at) => row.candidates[at] ?? [])
    const vectors = first.flatMap((at) => input.candidates[at]?.embedding ?? [])
    add(found.diversity, diversityOf(vectors))
    add(
      found['topic distance'],
      divergence(
        row.history.flatMap(({ categories }) => categories.slice(0, 1)),
        items.flatMap(({ categories }) => categories.slice(0, 1)),
      ),
    )
    add(
      found.novelty,
      shareOf(items, ({ id }) => !offered.has(id)),
    )
    for (const { id } of row.candidates) offered.add(id)
    add(found['source share'], largestShare(items.flatMap(({ source }) => source ?? [])))
    const ids = items.map(({ id }) => id)
    for (const [step, other] of rows.slice(place + 1, place + 1 + neighbours).entries()) {
      const theirs = new Set((firsts[place + 1 + step] ?? []).map((at) => other.row.candidates[at]?.id))
      add(
        found.fragmentation,
        shareOf(ids, (id) => !theirs.has(id)),
      )
    }
  }
  // Every name of the union is a key of the result.
  return Object.fromEntries(listMeasures.map((name) => [name, bootstrapMean(found[name], seed)])) as ListFigures
}

function add(values: number[], value: number | undefined): void {
  if (value !== undefined) values.push(value)
}

function shareOf<Item>(items: readonly Item[], is: (item: Item) => boolean): number | undefined {
  return items.length === 0 ? undefined : items.filter(is).length / items.length
}

function diversityOf(vectors: readonly Float32Array[]): number | undefined {
  let sum = 0
  let pairs = 0
  for (const [place, one] of vectors.entries())
    for (const other of vectors.slice(place + 1)) {
      sum += 1 - Math.max(0, dot(one, other))
      pairs += 1
    }
  return pairs === 0 ? undefined : sum / pairs
}

function largestShare(names: readonly string[]): number | undefined {
  return names.length === 0 ? undefined : Math.max(...sharesOf(names).values())
}

/** Jensen–Shannon divergence in bits: 0 for the same mix, 1 for two that share nothing. */
export function divergence(one: readonly string[], other: readonly string[]): number | undefined {
  if (one.length === 0 || other.length === 0) return undefined
  const [p, q] = [sharesOf(one), sharesOf(other)]
  return [...new Set([...one, ...other])].reduce((sum, name) => {
    const [a, b] = [p.get(name) ?? 0, q.get(name) ?? 0]
    const middle = (a + b) / 2
    return sum + (part(a, middle) + part(b, middle)) / 2
  }, 0)
}

function part(share: number, of: number): number {
  return share === 0 ? 0 : share * Math.log2(share / of)
}

function sharesOf(names: readonly string[]): Map<string, number> {
  const shares = new Map<string, number>()
  for (const name of names) shares.set(name, (shares.get(name) ?? 0) + 1 / names.length)
  return shares
}
