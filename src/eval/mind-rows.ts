/**
 * Logs in the format of MIND (Wu and others, "MIND: A large-scale dataset for news recommendation", 2020): `behaviors.tsv` with
 * one impression a line, and `news.tsv` with the articles. Reading is total: lines in another form are passed over.
 */
import type { ClickedRow } from './compare-rankers.ts'
import type { RankItem } from './rank-row.ts'

const historyMax = 10_000

/** One row for each impression, in order of time; those of one second stay in the file's order. O(length of both). */
export function mindRows(behaviors: string, news: string): ClickedRow[] {
  const articles = new Map<string, RankItem>()
  for (const line of news.split('\n')) {
    const [id = '', category = '', narrower = '', title = '', summary = ''] = line.trimEnd().split('\t')
    if (id === '' || title === '') continue
    const categories = [category, narrower].filter((label) => label !== '')
    articles.set(id, { id, title, categories, ...(summary === '' ? {} : { summary }) })
  }
  const rows = behaviors.split('\n').flatMap((line): ClickedRow[] => {
    const [, , time = '', history = '', impressions = ''] = line.trimEnd().split('\t')
    // MIND writes "11/15/2019 9:55:12 AM", in UTC.
    const nowMs = Date.parse(`${time} UTC`)
    const shown = wordsOf(impressions).flatMap((each) => {
      const [id = '', label = ''] = each.split('-')
      const item = articles.get(id)
      return item === undefined ? [] : [{ item, clicked: label === '1' }]
    })
    if (Number.isNaN(nowMs) || shown.length === 0) return []
    const row = {
      nowMs,
      history: wordsOf(history)
        .slice(-historyMax)
        .flatMap((id) => articles.get(id) ?? []),
      candidates: shown.map(({ item }) => item),
      follows: [],
      mutes: [],
    }
    return [{ row, clicked: new Set(shown.flatMap(({ item, clicked }) => (clicked ? [item.id] : []))) }]
  })
  return rows.sort((a, b) => a.row.nowMs - b.row.nowMs)
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '')
}
