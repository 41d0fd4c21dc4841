/**
 * The log of our own pages as rows to compare rankers on: `salient page-log` writes it. Nothing looks ahead: what a reader had
 * opened, and every figure of a story, is as it stood when the page was made.
 */
import { type FeatureName, featureNames } from '../pipeline/readers/prior-weights.ts'
import type { ClickedRow } from './compare-rankers.ts'
import { listOf, type RankItem, recordOf, textOf, timeOf } from './rank-row.ts'

/** As of the feature of this name. */
const freshnessHalfLifeMs = 18 * 3_600_000
const historyMax = 100
const opening = new Set(['opened', 'finished', 'dwelt', 'saved', 'shared', 'more'])

type Signal = { readonly storyId: string; readonly kind: string; readonly atMs: number }
type Told = {
  readonly reader: string
  readonly madeAtMs: number
  readonly items: readonly (RankItem & { readonly features: Features; readonly score: number })[]
  readonly signals: readonly Signal[]
}
type Features = Readonly<Partial<Record<FeatureName, number>>>

/** Whether a line of a file is a logged page. */
export function isLoggedPage(value: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(value['items']) && typeof recordOf(value['page'])['madeAt'] === 'string'
}

/**
 * One row for each page on which something was done, in order of time. Of a page whose reader told what they saw, the rest
 * is left out: nobody passed it over. O(lines · items).
 */
export function pageLogRows(lines: readonly Readonly<Record<string, unknown>>[]): ClickedRow[] {
  const pages = lines.filter(isLoggedPage).map(toldOf)
  pages.sort((a, b) => a.madeAtMs - b.madeAtMs)
  const opened = new Map<string, { readonly item: RankItem; readonly atMs: number }[]>()
  return pages.flatMap((page): ClickedRow[] => {
    const before = opened.get(page.reader) ?? []
    const history = before.filter(({ atMs }) => atMs <= page.madeAtMs).slice(-historyMax)
    const clicked = new Set<string>()
    for (const { storyId, kind, atMs } of page.signals) {
      const item = page.items.find(({ id }) => id === storyId)
      if (item === undefined || !opening.has(kind) || clicked.has(storyId)) continue
      clicked.add(storyId)
      before.push({ item, atMs })
    }
    opened.set(page.reader, before)
    if (clicked.size === 0) return []
    const seen = new Set(page.signals.map(({ storyId }) => storyId))
    const tellsSeen = page.signals.some(({ kind }) => kind === 'seen')
    const items = tellsSeen ? page.items.filter(({ id }) => seen.has(id)) : page.items
    const row = {
      nowMs: page.madeAtMs,
      history: history.map(({ item }) => item),
      candidates: items,
      follows: [],
      mutes: [],
    }
    return [{ row, clicked, logged: items.map(({ features, score }) => ({ features, score })) }]
  })
}

function toldOf(line: Readonly<Record<string, unknown>>): Told {
  const page = recordOf(line['page'])
  const madeAtMs = timeOf(page['madeAt']) ?? 0
  return {
    reader: textOf(page['reader']) ?? '',
    madeAtMs,
    items: listOf(line['items']).map((each) => itemOf(recordOf(each), madeAtMs)),
    signals: listOf(line['signals']).map((each): Signal => {
      const { storyId, kind, at } = recordOf(each)
      return { storyId: textOf(storyId) ?? '', kind: textOf(kind) ?? '', atMs: timeOf(at) ?? madeAtMs }
    }),
  }
}

function itemOf(item: Readonly<Record<string, unknown>>, madeAtMs: number): Told['items'][number] {
  const given = recordOf(item['features'])
  const features: Partial<Record<FeatureName, number>> = {}
  for (const name of featureNames) {
    const value = given[name]
    if (typeof value === 'number' && Number.isFinite(value)) features[name] = value
  }
  const { freshness } = features
  const source = textOf(item['source'])
  return {
    id: textOf(item['storyId']) ?? '',
    title: textOf(item['title']) ?? '',
    categories: listOf(item['categories']).flatMap((label) => textOf(label) ?? []),
    // The story may have moved on since: when its latest report came, the page knew.
    ...(freshness === undefined || freshness <= 0
      ? {}
      : { publishedAtMs: madeAtMs + freshnessHalfLifeMs * Math.min(0, Math.log2(freshness)) }),
    ...(source === undefined ? {} : { source }),
    features,
    score: typeof item['score'] === 'number' ? item['score'] : 0,
  }
}
