/**
 * Threads that make pages while many readers ask at once. Each reader's pages come from one thread, which holds what is known
 * of them, and is told of their changes before it is asked again. They open when pages come fast, and close when they have
 * not for a while: an installation of one person never has any.
 */
import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { BusEvent } from '../../domain/bus-event.ts'
import type { ReaderId } from '../../domain/ids.ts'
import { builtEntry } from '../../jobs/threads/built-entry.ts'
import type { PageAsked } from '../doors.ts'
import type { PageLogs } from './page-log.ts'
import type { FromPageThread, PageTask, PageThreadData, ToPageThread } from './page-thread.ts'

/** Fewer pages than this in a second are no reason for threads, however busy the program is with other things. */
const busyPages = 10
/** Of a second, what the program may be busy before it has others make its pages. */
const busyShare = 0.6
const secondMs = 1_000
const quietMsMax = 10 * 60_000
/** After threads broke, it is so long before others are tried. */
const brokenForMs = 60_000
/**
 * Room for what a page leaves behind. With less, much of it is taken for lasting and cleared up with everything that is: that
 * takes twice the memory and a fifth more time.
 */
const youngGenerationMb = 96
/**
 * V8 learns where things are made that last, and makes them among what lasts from then on. While readers are loaded it learns
 * that of code that pages are made with, too; then each page leaves up to a hundred kilobytes there, to be cleared up with
 * everything that is, and that takes the better part of a second.
 */
const neverLearn = '--no-allocation-site-pretenuring'

type Options = PageThreadData & {
  readonly size: number
  readonly report: (facts: object, words: string) => void
}

export class PageThreads implements PageLogs {
  readonly #options: Options
  /** All of them are ready, or there are none. */
  #threads: readonly PageThread[] = []
  #opening: readonly PageThread[] = []
  #second = { fromMs: performance.now(), pages: 0, loop: performance.eventLoopUtilization() }
  #quiet: NodeJS.Timeout | undefined
  #brokeAtMs = Number.NEGATIVE_INFINITY
  /** Until threads that are no longer asked for pages have written their log. */
  #shutting: Promise<void> = Promise.resolve()
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  get isOpen(): boolean {
    return this.#threads.length > 0
  }

  /** The page as the API answers it, JSON in UTF-8; `undefined` where no thread is there to make it. */
  async page(readerId: ReaderId, asked: PageAsked): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.#count()
    const thread = this.#of(readerId)
    return await thread?.ask({ task: 'page', readerId, ...asked }).catch(() => undefined)
  }

  /** Hand every event of the bus to this, and what was changed just now here. */
  readonly hear = (event: BusEvent): void => {
    for (const thread of [...this.#threads, ...this.#opening]) thread.tell(event)
  }

  async flush(): Promise<void> {
    await this.#askAll(this.#threads, { task: 'flush' })
  }

  async flushOf(readerId: ReaderId): Promise<void> {
    await this.#askAll(this.#threads, { task: 'flush-of', readerId })
  }

  async forget(readerId: ReaderId): Promise<void> {
    await this.#askAll(this.#threads, { task: 'forget', readerId })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#shut()
  }

  #of(id: ReaderId): PageThread | undefined {
    return this.#threads[Number.parseInt(id.slice(-6), 16) % this.#threads.length]
  }

  /** Looks once a second at how it went. */
  #count(): void {
    this.#second.pages += 1
    const { fromMs, pages, loop } = this.#second
    const nowMs = performance.now()
    if (nowMs - fromMs < secondMs) return
    const { utilization } = performance.eventLoopUtilization(loop)
    this.#second = { fromMs: nowMs, pages: 0, loop: performance.eventLoopUtilization() }
    if (pages * secondMs < busyPages * (nowMs - fromMs)) return
    this.#quiet?.refresh()
    const mayOpen = this.#threads.length + this.#opening.length === 0 && nowMs - this.#brokeAtMs > brokenForMs
    if (utilization > busyShare && mayOpen && !this.#closed) void this.#open()
  }

  async #open(): Promise<void> {
    setFlagsFromString(neverLearn)
    const opening = Array.from({ length: this.#options.size }, () => new PageThread(this.#options, () => this.#broke()))
    this.#opening = opening
    try {
      await Promise.all(opening.map(async ({ ready }) => await ready))
    } catch {
      return
    }
    if (this.#opening !== opening) return
    this.#opening = []
    this.#threads = opening
    this.#quiet = setTimeout(() => void this.#shut(), quietMsMax).unref()
  }

  #broke(): void {
    this.#brokeAtMs = performance.now()
    void this.#shut()
  }

  /** Pages are made elsewhere from now on. What the threads have logged is written. */
  async #shut(): Promise<void> {
    clearTimeout(this.#quiet)
    const all = [...this.#threads, ...this.#opening]
    this.#threads = []
    this.#opening = []
    const ended = Promise.all(all.map(async (thread) => await thread.end()))
    this.#shutting = Promise.all([this.#shutting, ended]).then(() => {})
    await this.#shutting
  }

  /** A thread that has ended has nothing left to do it with. */
  async #askAll(threads: readonly PageThread[], asked: PageTask): Promise<void> {
    await Promise.all([this.#shutting, ...threads.map(async (thread) => await thread.ask(asked).catch(() => {}))])
  }
}

type Waiting = {
  readonly resolve: (bytes: Uint8Array<ArrayBuffer> | undefined) => void
  readonly reject: (error: Error) => void
}

class PageThread {
  /** Rejects where the thread ends before. */
  readonly ready: Promise<void>
  readonly #worker: Worker
  /**
   * Who waits for an answer, under the question's number; numbers are taken again. Not a map: what is put into one and taken
   * out of it without end leaves tables behind that hold each other, and with them each page that was answered, until all of the
   * main thread's memory is cleared up. That came every few seconds, and up to a tenth of one at a stretch nobody was answered.
   */
  readonly #waiting: (Waiting | undefined)[] = []
  readonly #free: number[] = []
  readonly #report: Options['report']
  #ended: Error | undefined
  #isReady = false
  #becomeReady: () => void = () => {}

  constructor({ address, model, mediaKey, report }: Options, failed: () => void) {
    const data: PageThreadData = { address, model, mediaKey }
    this.#report = report
    this.#worker = new Worker(builtEntry(import.meta.url, './page-thread.ts'), {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
    })
    this.ready = new Promise((resolve, reject) => {
      this.#becomeReady = resolve
      this.#worker.once('exit', () => reject(new Error('the thread ended')))
    })
    this.ready.catch(() => {})
    this.#worker.on('message', (message: FromPageThread) => this.#told(message))
    this.#worker.once('error', (error) => {
      report({ error: error.stack ?? error.message }, 'a thread that makes pages broke')
      this.#end(error)
      failed()
    })
    this.#worker.once('exit', () => this.#end(new Error('the thread ended')))
  }

  tell(heard: BusEvent): void {
    this.#post({ heard })
  }

  async ask(asked: PageTask): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.#ended !== undefined) throw this.#ended
    const number = this.#free.pop() ?? this.#waiting.length
    return await new Promise((resolve, reject) => {
      this.#waiting[number] = { resolve, reject }
      this.#post({ number, asked })
    })
  }

  /** When it has written its log. One that is not ready yet has none. */
  async end(): Promise<void> {
    if (this.#isReady) await this.ask({ task: 'close' }).catch(() => {})
    await this.#worker.terminate()
  }

  #post(message: ToPageThread): void {
    this.#worker.postMessage(message)
  }

  #told(message: FromPageThread): void {
    if ('ready' in message) {
      this.#isReady = true
      this.#becomeReady()
    } else if ('warning' in message) this.#report(message.facts, message.warning)
    else this.#answered(message)
  }

  #answered(answer: Extract<FromPageThread, { readonly number: number }>): void {
    const waiting = this.#waiting[answer.number]
    this.#waiting[answer.number] = undefined
    this.#free.push(answer.number)
    if ('error' in answer) {
      this.#report({ error: answer.error }, 'a page could not be made in its thread')
      waiting?.reject(new Error(answer.error))
    } else waiting?.resolve(answer.bytes)
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const waiting of this.#waiting) waiting?.reject(error)
    this.#waiting.length = 0
    this.#free.length = 0
  }
}
