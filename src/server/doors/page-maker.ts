/** Pages, and all that they are made from: the hot window, what is known of readers, what their queries mean, and the log. */
import type { BusEvent } from '../../domain/bus-event.ts'
import type { ReaderId } from '../../domain/ids.ts'
import type { Database } from '../../platform/storage/database.ts'
import type { PageView } from '../api/contract.ts'
import type { PageAsked } from '../doors.ts'
import { HotWindow } from './hot-window.ts'
import { type MadePage, makePage, type PageContext, pageView } from './make-page.ts'
import { PageLog } from './page-log.ts'
import { QueryMatches } from './query-matches.ts'
import { ReaderStates } from './reader-state.ts'

const measureMs = 60_000
const leftOutMax = 200

export class PageMaker {
  readonly window: HotWindow
  readonly states: ReaderStates
  readonly matches: QueryMatches
  readonly log: PageLog
  readonly #measuring: NodeJS.Timeout

  constructor(options: {
    readonly db: Database
    readonly now: () => number
    /** Of the vectors that the window holds. */
    readonly model: string
    readonly report: (facts: object, words: string) => void
  }) {
    const { db, now, model, report } = options
    const window = new HotWindow(db, now, report)
    this.window = window
    this.states = new ReaderStates(db, now, { vectorOf: (id) => window.get(id)?.embedding, one: window.one })
    this.matches = new QueryMatches({ db, window, model, now })
    this.log = new PageLog(db, report)
    this.#measuring = setInterval(() => {
      window.measure().catch((error: unknown) => report({ error: String(error) }, 'the window could not be measured'))
    }, measureMs)
  }

  /** Hand every event of the bus to this, from before `fill` on. */
  readonly hear = (event: BusEvent): void => {
    for (const each of [this.window, this.states, this.matches]) each.hear(event)
  }

  /** Pages can be made when this has resolved. */
  async fill(): Promise<void> {
    await this.window.fill()
  }

  /** Ranked, logged unless nobody sees it, and as the API shows it; images are the publishers' own. */
  async page(id: ReaderId, asked: PageAsked): Promise<PageView> {
    const { made, context } = await this.make(id, asked)
    return pageView(made, context)
  }

  /** The same, to be shown. */
  async make(
    id: ReaderId,
    { atMs, leftOut, isUnseen = false }: PageAsked,
  ): Promise<{ readonly made: MadePage; readonly context: PageContext }> {
    const { window, states, matches, log } = this
    const [{ profile }, queries] = await Promise.all([states.of(id), matches.of(id)])
    const first = makePage(window, profile, { readerId: id, atMs, queries })
    const without = new Set(first.page.items.map(({ storyId }) => storyId))
    const made = leftOut ? makePage(window, profile, { readerId: id, atMs, queries, size: leftOutMax, without }) : first
    if (!isUnseen) log.add(id, made.page)
    const card = { ...(await states.cardContext(id)), nowMs: atMs }
    return { made, context: { card, profile, sourcesPending: window.sourcesPending } }
  }

  /** Writes what is left of the log. */
  async close(): Promise<void> {
    clearInterval(this.#measuring)
    this.window.close()
    await this.log.close()
  }
}
