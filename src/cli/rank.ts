import { rankInputOf, readRankRow } from '../eval/rank-row.ts'
import { openBuiltInEmbedder } from '../jobs/embedder/built-in-embedder.ts'
import { orderCandidates } from '../pipeline/ranking/order-candidates.ts'
import { lineFilter } from './filter.ts'

const help = `
salient rank --ndjson < in > out

Ranks candidates for a profile. Reads one JSON object a line:
  {"id", "now"?, "profile": {"history": [ITEM…], "follows"?: […], "mutes"?: […]}, "candidates": [ITEM…]}
  ITEM: {"id", "title", "summary"?, "categories"?, "publishedAt"?, "source"?}; the history oldest first, categories from
        wide to narrow, times as ISO 8601
  follows, mutes: a name (of a category, of a source, or words of a title), or {"topic"}, {"source"} or {"words"}; a mute
        may have "strength": "less" (counts against) and "until"
and writes {"id", "ranking": [{"id", "score", "reasons": [{"feature", "text", "weight"}]}]}, best first.

Every candidate is in the ranking but those that a mute matches: these never appear. Nothing is explored: the same line
always gives the same ranking, whatever the order of its candidates. A line that cannot be read becomes {"id", "error"}.

  --ndjson   required
`

/** Digits after the point in scores and weights. */
const scorePrecision = 6

export const rank = lineFilter({
  name: 'rank',
  help,
  open: async () => {
    const embedder = await openBuiltInEmbedder()
    return {
      handle: async (value) => {
        const row = readRankRow(value)
        if ('code' in row) return { error: row }
        const input = await rankInputOf(row, embedder)
        const ranking = orderCandidates(input).map(({ storyId, score, reasons }) => ({
          id: input.ids.get(storyId),
          score: rounded(score),
          reasons: reasons.map(({ feature, text, weight }) => ({ feature, text, weight: rounded(weight) })),
        }))
        return { ranking }
      },
      close: async () => embedder[Symbol.asyncDispose](),
    }
  },
})

function rounded(value: number): number {
  return Number(value.toFixed(scorePrecision))
}
