/** A thread that makes pages: a page maker of its own, on connections of its own. It answers as the API does, in bytes. */
import { parentPort, workerData } from 'node:worker_threads'
import type { BusEvent } from '../../domain/bus-event.ts'
import type { ReaderId } from '../../domain/ids.ts'
import { type DatabaseAddress, openConnections } from '../../platform/storage/connections.ts'
import type { PageAsked } from '../doors.ts'
import { createMediaSigner } from '../media/signer.ts'
import { PageMaker } from './page-maker.ts'
import { PageWriter } from './page-writer.ts'

export type PageThreadData = {
  readonly address: DatabaseAddress
  readonly model: string
  readonly mediaKey: Uint8Array
}

/** What the thread is asked; each is answered once, under its number. */
export type PageTask =
  | ({ readonly task: 'page'; readonly readerId: ReaderId } & PageAsked)
  | { readonly task: 'flush' }
  | { readonly task: 'flush-of' | 'forget'; readonly readerId: ReaderId }
  | { readonly task: 'close' }

export type ToPageThread = { readonly heard: BusEvent } | { readonly number: number; readonly asked: PageTask }
export type FromPageThread =
  | { readonly ready: true }
  | { readonly warning: string; readonly facts: object }
  | { readonly number: number; readonly bytes?: Uint8Array<ArrayBuffer> }
  | { readonly number: number; readonly error: string }

/** Profiles of readers who come for the first time are loaded by several at once. */
const connectionsMax = 6

// Whoever starts this thread gives it this.
const { address, model, mediaKey } = workerData as PageThreadData
const say = (message: FromPageThread, moved: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, moved)

const database = openConnections(address, connectionsMax)
const maker = new PageMaker({
  db: database.db,
  now: Date.now,
  model,
  report: (facts, warning) => say({ warning, facts }),
})
const writer = new PageWriter(createMediaSigner(mediaKey))

async function answered(asked: PageTask): Promise<Uint8Array<ArrayBuffer> | undefined> {
  switch (asked.task) {
    case 'page': {
      const { made, context } = await maker.make(asked.readerId, asked)
      return writer.page(made, context)
    }
    case 'flush':
      await maker.log.flush()
      return undefined
    case 'flush-of':
      await maker.log.flushOf(asked.readerId)
      return undefined
    case 'forget':
      await maker.log.forget(asked.readerId)
      return undefined
    case 'close':
      await maker.close()
      await database.close()
      return undefined
  }
}

type Asked = Extract<ToPageThread, { readonly number: number }>
const waiting: Asked[] = []

/**
 * One page in each turn of the event loop: messages that are there are all handed over before anything else, and while pages
 * are asked for without end, readers who must be loaded first would wait for their rows as long.
 */
function answerNext(): void {
  const next = waiting.shift()
  if (next === undefined) return
  const { number, asked } = next
  answered(asked).then(
    (bytes) => (bytes === undefined ? say({ number }) : say({ number, bytes }, [bytes.buffer])),
    (error: unknown) => say({ number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
  if (waiting.length > 0) setImmediate(answerNext)
}

parentPort?.on('message', (message: ToPageThread) => {
  if ('heard' in message) maker.hear(message.heard)
  else if (waiting.push(message) === 1) setImmediate(answerNext)
})
await maker.fill()
say({ ready: true })
