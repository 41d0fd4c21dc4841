/**
 * Requests that the server has not taken yet, in order, in IndexedDB: they outlive the page and the lack of a network.
 * Where there is no IndexedDB (private windows of some browsers) they live as long as the page.
 */

import type { Method } from './post.ts'

export type KeptRequest = {
  /** Unique; what is sent twice counts once by it. */
  readonly id: string
  readonly path: string
  readonly body: object
  /** POST where nothing is said. */
  readonly method?: Method
  readonly atMs: number
  /** Whose it is. */
  readonly reader?: string
  /** It was tried, and the reader told that it waits. */
  readonly unreached?: boolean
}

const databaseName = 'salient'
const storeName = 'requests'

export async function keepRequest(request: KeptRequest): Promise<void> {
  await inStore('readwrite', (store) => store.put(request))
}

export async function dropRequests(requests: readonly KeptRequest[]): Promise<void> {
  await Promise.all(requests.map(({ id }) => inStore('readwrite', (store) => store.delete(id))))
}

/** The oldest first. */
export async function loadRequests(): Promise<KeptRequest[]> {
  const found = await inStore<KeptRequest[]>('readonly', (store) => store.getAll())
  return (found ?? []).toSorted((a, b) => a.atMs - b.atMs)
}

/** Undefined where there is no database, or it refuses. */
async function inStore<Result>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result | undefined> {
  try {
    const database = await opened()
    const result = await answered(act(database.transaction(storeName, mode).objectStore(storeName)))
    database.close()
    return result
  } catch {
    return undefined
  }
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName, { keyPath: 'id' }))
  return await answered(request)
}

async function answered<Result>(request: IDBRequest<Result>): Promise<Result> {
  return await new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('The database refuses.')))
  })
}
