/** Doors for a reader's own queries: making one follows it, dropping one ends that. */
import { deriveId } from '../../domain/derive-id.ts'
import type { ReaderId, TopicId } from '../../domain/ids.ts'
import type { Problem } from '../../domain/problem.ts'
import type { ReaderQuery } from '../../domain/topic.ts'
import { directionSoon } from '../../jobs/embed-query.ts'
import { saveProfile } from '../../jobs/update-profile.ts'
import type { Work } from '../../jobs/work.ts'
import type { Database } from '../../platform/storage/database.ts'
import { publish } from '../../platform/storage/outbox.ts'
import { dropQuery, holdsWords, listQueries, saveQuery } from '../../platform/storage/queries.ts'
import { dropFollow, holdReader, saveFollow } from '../../platform/storage/readers.ts'
import type { QueryView } from '../api/contract/queries.ts'
import type { QueryDoors } from './queries.ts'
import { type QueryMatches, queriesPerReaderMax } from './query-matches.ts'
import type { ReaderStates } from './reader-state.ts'

export function queryDoors(tools: {
  readonly work: Pick<Work, 'db' | 'embedder' | 'log'>
  readonly states: ReaderStates
  readonly matches: QueryMatches
}): QueryDoors {
  const { work, states, matches } = tools
  const { db } = work
  const change = async <T>(id: ReaderId, act: (tx: Database) => Promise<T>): Promise<T> => {
    const result = await db.transaction().execute(async (tx) => {
      const done = await act(tx)
      await saveProfile(tx, id)
      await publish(tx, { kind: 'reader-changed', readerId: id })
      return done
    })
    states.forget(id)
    matches.changed(id)
    return result
  }
  const viewsOf = async (id: ReaderId): Promise<QueryView[]> => {
    const [{ followed }, queries, matched] = await Promise.all([
      states.of(id),
      listQueries(db, id, undefined),
      matches.of(id),
    ])
    const counts = new Map(matched.map(({ query, scores }) => [query.id, scores.size]))
    return queries.map(({ id: queryId, words, byMeaning, at }) => ({
      id: queryId,
      words,
      byMeaning,
      followed: followed.has(queryId),
      at: at.toISOString(),
      storyCount: counts.get(queryId) ?? 0,
    }))
  }
  return {
    queries: async ({ id }) => await viewsOf(id),
    createQuery: async ({ id }, { words, byMeaning }) => {
      if (!(await holdsWords(db, words))) return { refused: emptyQuery(words) }
      const uuid = deriveId('query', id, words.toLowerCase())
      // Where it cannot be told now, `embedQueries` finds it as soon as it can.
      const meant = byMeaning ? await directionSoon(work, words) : undefined
      const refused = await change(id, async (tx) => {
        const full = await noRoomFor(tx, id, uuid)
        if (full !== undefined) return full
        await saveQuery(tx, id, {
          uuid,
          words,
          byMeaning,
          ...meant,
        })
        const [query] = (await listQueries(tx, id, undefined)).filter((other) => other.id.endsWith(uuid))
        if (query !== undefined) await saveFollow(tx, id, { kind: 'topic', topicId: query.id, label: words })
        return undefined
      })
      if (refused !== undefined) return { refused }
      const view = (await viewsOf(id)).find((query) => query.id.endsWith(uuid))
      if (view === undefined) throw new Error('a query was saved and is not there')
      return view
    },
    removeQuery: async ({ id }, queryId) => {
      if ((await queryOf(db, id, queryId)) === undefined) return false
      await change(id, async (tx) => {
        await dropQuery(tx, id, queryId)
        await dropFollow(tx, id, 'topic', queryId)
      })
      return true
    },
  }
}

/** Of what comes at once each sees what the one before it made. */
async function noRoomFor(tx: Database, id: ReaderId, uuid: string): Promise<Problem | undefined> {
  await holdReader(tx, id)
  const known = await listQueries(tx, id, undefined)
  const isKnown = known.some((each) => each.id.endsWith(uuid))
  return !isKnown && known.length >= queriesPerReaderMax ? tooMany(known) : undefined
}

/** The reader's own query of this id; what is another reader's is not there. */
export async function queryOf(db: Database, readerId: ReaderId, id: TopicId): Promise<ReaderQuery | undefined> {
  if (!id.startsWith('query:')) return undefined
  return (await listQueries(db, readerId, undefined)).find((query) => query.id === id)
}

function emptyQuery(words: string) {
  return { code: 'query-empty', message: `${JSON.stringify(words)} holds no word that could be looked for.` }
}

function tooMany(known: readonly unknown[]) {
  return {
    code: 'queries-too-many',
    message: `There are ${known.length} queries already; ${queriesPerReaderMax} are the most. Remove one first.`,
  }
}
