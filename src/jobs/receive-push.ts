import { entryIdOf } from '../domain/derive-id.ts'
import type { Entry } from '../domain/feed.ts'
import type { EntryId } from '../domain/ids.ts'
import type { Problem } from '../domain/problem.ts'
import type { PushedArticle } from '../pipeline/feeds/pushed-articles.ts'
import { type PushKey, type PushRequest, pushReceipt, savePushReceipt } from '../platform/storage/push-keys.ts'
import { heldEntries } from '../platform/storage/withdrawals.ts'
import { newEntries } from './new-entries.ts'
import { askForTheRest, saveAndTell, sourcesToGoOnWith } from './take-in.ts'
import { withdrawEntries } from './withdraw-entries.ts'
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
  const withdrawn = await withdrawSent(work, push)
  const entries = lastOfEach(articles.flatMap((article) => (article.kind === 'entry' ? [article.entry] : [])))
  const answer = await work.db.transaction().execute(async (tx) => {
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
    const saved = ready.map(({ id, entry }) => ({ id: entry.id, entryId: id, state: stateOf(id) }))
    const told: PushAnswer = { articles: [...saved, ...withdrawn], problems }
    if (request !== undefined) await savePushReceipt(tx, request, told)
    return { told, result }
  })
  await askForTheRest(work, sourcesToGoOnWith(key.sourceId, answer.result))
  return answer.told
}

async function withdrawSent(
  work: Work,
  { key, articles }: { readonly key: PushKey; readonly articles: readonly PushedArticle[] },
): Promise<PushAnswer['articles'][number][]> {
  const sent = articles.flatMap((article) =>
    article.kind === 'withdrawn' ? [{ id: article.id, entryId: entryIdOf(key.sourceId, article.id) }] : [],
  )
  if (sent.length === 0) return []
  const held = new Set(
    await heldEntries(
      work.db,
      sent.map(({ entryId }) => entryId),
    ),
  )
  await withdrawEntries(work, [...held])
  return sent.map((one) => ({ ...one, state: held.has(one.entryId) ? 'withdrawn' : 'unknown' }))
}

/** An article that was sent twice in one body counts as it was sent last. */
function lastOfEach(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()]
}
