/** What HTTP needs of readers' own queries. */
import type { ReaderId, TopicId } from '../../domain/ids.ts'
import type { Problem } from '../../domain/problem.ts'
import type { QueryView } from '../api/contract/queries.ts'

type Owner = { readonly id: ReaderId }

export type QueryDoors = {
  /** In the order they were made. */
  readonly queries: (reader: Owner) => Promise<readonly QueryView[]>
  /**
   * Makes a query and follows it; one with the same words is renewed. Refused: `query-empty` when nothing in it can be asked
   * for, `queries-too-many`.
   */
  readonly createQuery: (
    reader: Owner,
    query: { readonly words: string; readonly byMeaning: boolean },
  ) => Promise<QueryView | { readonly refused: Problem }>
  /** Drops it, and the follow of it. False: the reader has no such query. */
  readonly removeQuery: (reader: Owner, id: TopicId) => Promise<boolean>
}
