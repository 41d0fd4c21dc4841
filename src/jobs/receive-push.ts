import { entryIdOf } from '../domain/derive-id.ts'
import type { EntryId } from '../domain/ids.ts'
import type { Problem } from '../domain/problem.ts'
import type { PushedArticle } from '../pipeline/feeds/pushed-articles.ts'
import { type PushKey, type PushRequest, pushReceipt, savePushReceipt } from '../platform/storage/push-keys.ts'
import { newEntries } from './new-entries.ts'
import { askForTheRest, saveAndTell, sourcesToGoOnWith } from './take-in.ts'
import { withdrawing } from './withdraw-entries.ts'
import type { Work } from './work.ts'

export type PushState = 'added' | 'changed' | 'unchanged' | 'withdrawn' | 'unknown'

export type PushAnswer = {
  readonly articles: readonly { readonly id: string; readonly entryId: EntryId; readonly state: PushState }[]
  /** `at`: the place in the list that was sent. */
  readonly problems: readonly (Problem & { readonly at: number })[]
}

/**
 * Takes what a publisher pushed: new articles are added, known ones changed, withdrawn ones disappear. Sent twice, it is
 * done once; under an idempotency key it is answered the same, too.
 */
export async function receivePush(
  work: Work,
  push: { readonly key: PushKey; readonly articles: readonly PushedArticle[]; readonly request?: PushRequest },
): Promise<PushAnswer | { readonly refused: Problem }> {
  const { key, articles, request } = push
  if (request !== undefined) {
    const before = await pushReceipt(work.db, request)
    // Receipts hold what this function answered.
    if (before !== undefined && 'answer' in before) return before.answer as PushAnswer
    if (before !== undefined)
      return {
        refused: {
          code: 'idempotency-key-reused',
          message: `The idempotency key ${JSON.stringify(request.idempotencyKey)} was used for another body.`,
        },
      }
  }
  const problems = articles.flatMap((article, at) => (article.kind === 'problem' ? [{ at, ...article.problem }] : []))
  const sent = articles.flatMap((article) => (article.kind === 'problem' ? [] : [{ id: keyOf(article), article }]))
  const counting = lastOfEach(sent)
  const withdrawn = counting.flatMap(({ id, article }) =>
    article.kind === 'withdrawn' ? [entryIdOf(key.sourceId, id)] : [],
  )
  const entries = counting.flatMap(({ article }) => (article.kind === 'entry' ? [article.entry] : []))
  // All that was sent is done at once with the receipt for it: whoever sends it again hears what became of it.
  const answer = await withdrawing(work, withdrawn, async (tx, held) => {
    const ready = newEntries(
      { entries },
      {
        source: { id: key.sourceId, feedUrl: key.siteUrl, fullText: key.fullText },
        nowMs: work.now(),
        fetchArticles: work.fetchArticles,
      },
    )
    const result = await saveAndTell(tx, { sourceId: key.sourceId, entries: ready }, work.now())
    const { added, changed } = result
    const stateOf = (id: EntryId): PushState =>
      added.includes(id) ? 'added' : changed.includes(id) ? 'changed' : 'unchanged'
    const gone = withdrawn.map((id): [EntryId, PushState] => [id, held.has(id) ? 'withdrawn' : 'unknown'])
    const became = new Map([...gone, ...ready.map(({ id }) => [id, stateOf(id)] as const)])
    const told: PushAnswer = { articles: answersTo(key, sent, became), problems }
    if (request !== undefined) await savePushReceipt(tx, request, told)
    return { told, result }
  })
  await askForTheRest(work, sourcesToGoOnWith(key.sourceId, answer.result))
  return answer.told
}

type Sent = { readonly id: string; readonly article: Exclude<PushedArticle, { readonly kind: 'problem' }> }

function keyOf(article: Sent['article']): string {
  return article.kind === 'entry' ? article.entry.id : article.id
}

/** An article that was sent twice in one body counts as it was sent last, also where that withdraws it. */
function lastOfEach(sent: readonly Sent[]): Sent[] {
  return [...new Map(sent.map((one) => [one.id, one])).values()]
}

/** What became of the article, for each time that it was sent, in that order. */
function answersTo(
  key: PushKey,
  sent: readonly Sent[],
  became: ReadonlyMap<EntryId, PushState>,
): PushAnswer['articles'][number][] {
  return sent.flatMap(({ id }) => {
    const entryId = entryIdOf(key.sourceId, id)
    const state = became.get(entryId)
    return state === undefined ? [] : [{ id, entryId, state }]
  })
}
