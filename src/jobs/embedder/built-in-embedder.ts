/**
 * The embedder that needs no download: the built-in sentence encoder in worker threads, so that the caller's event
 * loop never waits, behind a bounded cache. It reads English best; other languages get vectors of little meaning.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Embedder } from '../../domain/embedding.ts'
import { encoderDimensions } from '../../pipeline/understand/embedding/encoder.ts'
import { sentenceEncoderModel } from '../../platform/models/sentence-encoder-files.ts'
import { builtEntry } from '../threads/built-entry.ts'
import type { EmbedAnswer, EmbedRequest } from './embed-worker.ts'
import { createRecentlyUsed } from './recently-used.ts'

/** Texts in one message: small enough that threads share a long list, large enough that weights are read rarely. */
const textsPerRequest = 24
const threadsMax = 4
const cacheEntriesDefault = 10_000
/** Requests that may wait at once; beyond it the caller is producing faster than it can ever be served. */
const waitingMax = 10_000

type Waiting = {
  readonly resolve: (vectors: readonly Float32Array[]) => void
  readonly reject: (error: Error) => void
}
type Thread = { readonly worker: Worker; readonly waiting: Map<number, Waiting> }

/**
 * `threads` default to the processors but one, between 1 and 4, each of about 60 MB; `cacheMax` vectors of 2 KB are
 * kept, 10,000 by default. Threads start with the first text. About 300 headlines a second and thread.
 *
 * Text without characters gets the zero vector. Of a long text the first 128 pieces count, about 90 words. Vectors are
 * shared with the cache: callers must not write into them. A thread that dies fails what it was asked and is replaced.
 */
export async function openBuiltInEmbedder(
  options: { readonly threads?: number; readonly cacheMax?: number } = {},
): Promise<Embedder & AsyncDisposable> {
  const threadCount = options.threads ?? Math.min(threadsMax, Math.max(1, availableParallelism() - 1))
  const cache = createRecentlyUsed<string, Float32Array>(options.cacheMax ?? cacheEntriesDefault)
  const pool = openPool(threadCount)

  async function embed(texts: readonly string[]): Promise<Float32Array[]> {
    const found = new Map<string, Float32Array>()
    const missing = new Set<string>()
    for (const text of texts) {
      const vector = cache.get(text)
      if (vector === undefined) missing.add(text)
      else found.set(text, vector)
    }
    const parts = chunks([...missing], textsPerRequest)
    const answers = await Promise.all(parts.map((part) => pool.ask(part)))
    for (const [place, part] of parts.entries()) {
      for (const [index, text] of part.entries()) {
        const vector = answers[place]?.[index]
        if (vector === undefined) continue
        cache.set(text, vector)
        found.set(text, vector)
      }
    }
    return texts.map((text) => {
      const vector = found.get(text)
      if (vector === undefined) throw new Error('A thread answered with fewer vectors than texts')
      return vector
    })
  }
  return {
    model: sentenceEncoderModel,
    dimensions: encoderDimensions,
    embed,
    [Symbol.asyncDispose]: pool.close,
  }
}

/** Asks the thread with the fewest waiting requests. A thread keeps the process alive only while it has any. */
function openPool(threadCount: number) {
  const threads: Thread[] = []
  let nextId = 0
  let closed = false

  function ask(texts: readonly string[]): Promise<readonly Float32Array[]> {
    if (closed) return Promise.reject(new Error('The embedder is closed'))
    const thread = leastBusy()
    if (thread.waiting.size >= waitingMax) return Promise.reject(new Error(`${waitingMax} requests wait for vectors`))
    return new Promise((resolve, reject) => {
      const request: EmbedRequest = { id: nextId++, texts }
      thread.waiting.set(request.id, { resolve, reject })
      thread.worker.ref()
      thread.worker.postMessage(request)
    })
  }

  function leastBusy(): Thread {
    const idle = threads.find(({ waiting }) => waiting.size === 0)
    if (idle !== undefined) return idle
    if (threads.length < threadCount) {
      const thread = startThread(() => threads.splice(threads.indexOf(thread), 1))
      threads.push(thread)
      return thread
    }
    return threads.reduce((least, thread) => (thread.waiting.size < least.waiting.size ? thread : least))
  }

  async function close(): Promise<void> {
    closed = true
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
  }
  return { ask, close }
}

function startThread(ended: () => void): Thread {
  const worker = new Worker(builtEntry(import.meta.url, './embed-worker.ts'))
  const waiting = new Map<number, Waiting>()
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('message', ({ id, vectors }: EmbedAnswer) => {
    waiting.get(id)?.resolve(vectors)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
  })
  worker.on('error', (error: unknown) => fail(new Error('The embedding thread failed', { cause: error })))
  worker.on('exit', () => {
    fail(new Error('The embedding thread ended'))
    ended()
  })
  return { worker, waiting }
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  )
}
