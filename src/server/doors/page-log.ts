/**
 * Pages on their way to the log. A request only adds to a list in memory; the list is written all at once, when it is long or
 * half a second later. `close` writes what is left, so that a clean stop loses nothing; a killed program loses that half second.
 */
import type { ReaderId } from '../../domain/ids.ts'
import type { Page, Scored } from '../../domain/page.ts'
import type { Database } from '../../platform/storage/database.ts'
import { type LoggedItem, savePages, type WrittenPage, writtenPage } from '../../platform/storage/page-log.ts'

const gatherMs = 500
/** With so many it is written at once: hundreds together keep a processor from those who wait for pages. */
const gatherMax = 32
const againMs = 2_000
const pagesPerBatch = 500
/** With the database out of reach for long, the oldest go: readers' pages are worth more than their log. */
const waitingMax = 20_000

/** What others may want of the log. */
export type PageLogs = Pick<PageLog, 'flush' | 'flushOf' | 'forget'>

export class PageLog {
  readonly #db: Database
  readonly #report: (facts: object, words: string) => void
  #waiting: WrittenPage[] = []
  #writing: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(db: Database, report: (facts: object, words: string) => void) {
    this.#db = db
    this.#report = report
  }

  /** After `close` there is no log any more: a request that outlives the server's stop is not logged. */
  add(readerId: ReaderId, page: Page): void {
    if (this.#closed) return
    const { id, madeAtMs, model, items } = page
    this.#waiting.push(writtenPage({ readerId, id, madeAtMs, model, items: items.map(logged) }))
    if (this.#waiting.length > waitingMax) {
      this.#waiting.splice(0, pagesPerBatch)
      this.#report({ pages: pagesPerBatch }, 'pages were not logged: the database takes too long')
    }
    if (this.#waiting.length === gatherMax) void this.flush()
    else this.#timer ??= setTimeout(() => void this.flush(), gatherMs)
  }

  /** Resolves when all pages added before are written. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#writing.then(async () => await this.#write())
    await this.#writing
  }

  /** Writes what is left, once; nothing is tried again later, so that nothing keeps the program from ending. */
  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
  }

  /** As `flush`, where one of the reader's pages is still on its way: what they do is about what they were shown. */
  async flushOf(readerId: ReaderId): Promise<void> {
    if (this.#waiting.some((page) => page.readerId === readerId)) await this.flush()
  }

  /** Forgets the reader's pages that are on their way. */
  async forget(readerId: ReaderId): Promise<void> {
    this.#waiting = this.#waiting.filter((page) => page.readerId !== readerId)
    await this.#writing
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, pagesPerBatch)
      try {
        await savePages(this.#db, batch)
      } catch (error) {
        this.#report({ error: String(error), pages: batch.length }, 'pages could not be logged yet')
        if (!this.#closed) this.#timer ??= setTimeout(() => void this.flush(), againMs)
        return
      }
      const written = new Set(batch)
      this.#waiting = this.#waiting.filter((page) => !written.has(page))
    }
  }
}

function logged({ storyId, score, propensity, features, reasons }: Scored): LoggedItem {
  return { storyId, score, propensity, features, reasons: reasons.map(({ feature }) => feature) }
}
