/** Worker threads that answer one request at a time each. A thread that takes too long or dies is replaced. */
import { type ResourceLimits, Worker } from 'node:worker_threads'

type Waiting = {
  readonly request: unknown
  readonly resolve: (reply: unknown) => void
  readonly reject: (error: Error) => void
}

/** `begun`: what the answer needs is open, and the answer itself is being made. */
type Message = { readonly begun: true } | { readonly reply: unknown } | { readonly error: string }

/** A thread that cannot open what it needs in this time never will. */
const openMsMax = 10 * 60_000

/** The request took longer than a thread may; the thread was ended. */
export class TookTooLong extends Error {}

export class ThreadPool implements AsyncDisposable {
  readonly #entry: URL
  readonly #size: number
  readonly #answerMsMax: number
  readonly #resourceLimits: ResourceLimits
  readonly #idle: Worker[] = []
  readonly #all = new Set<Worker>()
  readonly #firstQueue: Waiting[] = []
  readonly #queue: Waiting[] = []
  #closed = false

  /**
   * Threads start when they are first needed. `answerMsMax` bounds one answer, from when its thread has begun it;
   * `youngGenerationMb` is the room for what an answer leaves behind, where a thread's usual one is too small.
   */
  constructor(options: {
    readonly entry: URL
    readonly size: number
    readonly answerMsMax: number
    readonly youngGenerationMb?: number
  }) {
    this.#entry = options.entry
    this.#size = options.size
    this.#answerMsMax = options.answerMsMax
    const { youngGenerationMb } = options
    this.#resourceLimits = youngGenerationMb === undefined ? {} : { maxYoungGenerationSizeMb: youngGenerationMb }
  }

  /** How many requests are worked on at once. */
  get size(): number {
    return this.#size
  }

  /** Starts a thread before it is needed, so that the first request does not wait for it to open. */
  warm(): void {
    if (!this.#closed && this.#all.size === 0) this.#idle.push(this.#start())
  }

  /**
   * Answers come in any order; what is to be done `first` goes before all that waits and is not. Rejects with TookTooLong, or
   * with what the thread threw.
   */
  async run(request: unknown, { first = false }: { readonly first?: boolean } = {}): Promise<unknown> {
    if (this.#closed) throw new Error('the threads are closed')
    return await new Promise((resolve, reject) => {
      const queue = first ? this.#firstQueue : this.#queue
      queue.push({ request, resolve, reject })
      this.#next()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    for (const waiting of [...this.#firstQueue.splice(0), ...this.#queue.splice(0)])
      waiting.reject(new Error('the threads are closed'))
    await Promise.all([...this.#all].map(async (worker) => await worker.terminate()))
  }

  #next(): void {
    if (this.#firstQueue.length + this.#queue.length === 0) return
    const worker = this.#idle.pop() ?? (this.#all.size < this.#size ? this.#start() : undefined)
    const waiting = worker === undefined ? undefined : (this.#firstQueue.shift() ?? this.#queue.shift())
    if (worker !== undefined && waiting !== undefined) this.#give(worker, waiting)
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { resourceLimits: this.#resourceLimits })
    // An idle thread does not keep the program running.
    worker.unref()
    this.#all.add(worker)
    // One that ends while it has nothing to do fails nobody, and is asked no more.
    worker.on('error', () => {}).once('exit', () => this.#forget(worker))
    return worker
  }

  #forget(worker: Worker): void {
    this.#all.delete(worker)
    const place = this.#idle.indexOf(worker)
    if (place >= 0) this.#idle.splice(place, 1)
  }

  #give(worker: Worker, { request, resolve, reject }: Waiting): void {
    const settle = (settled: () => void, keep: boolean): void => {
      clearTimeout(timer)
      // One by one: a worker keeps listeners of its own among them.
      worker.off('message', told).off('error', failed).off('exit', ended)
      if (keep) this.#idle.push(worker)
      else {
        this.#all.delete(worker)
        void worker.terminate()
      }
      settled()
      this.#next()
    }
    const told = (message: Message): void => {
      if ('begun' in message) {
        clearTimeout(timer)
        timer = endAfter(this.#answerMsMax)
      } else if ('error' in message) settle(() => reject(new Error(message.error)), true)
      else settle(() => resolve(message.reply), true)
    }
    const failed = (error: Error): void => settle(() => reject(error), false)
    const ended = (code: number): void => settle(() => reject(new Error(`the thread ended with code ${code}`)), false)
    const endAfter = (ms: number): NodeJS.Timeout =>
      setTimeout(() => settle(() => reject(new TookTooLong(`no answer within ${ms} ms`)), false), ms)
    let timer = endAfter(openMsMax)
    worker.on('message', told).once('error', failed).once('exit', ended)
    worker.postMessage(request)
  }
}
