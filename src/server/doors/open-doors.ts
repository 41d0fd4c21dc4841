/** The doors over the database and the pipeline: what the server serves, and what `salient feed` prints. */
import type { Bus } from '../../domain/bus-event.ts'
import type { Work } from '../../jobs/work.ts'
import type { CatalogueEntry } from '../../pipeline/feeds/catalogue.ts'
import type { StoredTopic } from '../../platform/storage/topics.ts'
import type { Doors, MediaFile, Refusal } from '../doors.ts'
import { type AccountOptions, accountDoors } from './account-doors.ts'
import { actingDoors } from './acting-doors.ts'
import { correctionDoors } from './correction-doors.ts'
import { entityDoors } from './entity-doors.ts'
import { feedDoors } from './feed-doors.ts'
import { highlightDoors } from './highlight-doors.ts'
import type { HotWindow } from './hot-window.ts'
import { installationDoors } from './installation-doors.ts'
import { keptDoors } from './kept-doors.ts'
import type { PageLogs } from './page-log.ts'
import { PageMaker } from './page-maker.ts'
import type { PageThreadData } from './page-thread.ts'
import { PageThreads } from './page-threads.ts'
import { previewDoors } from './preview-doors.ts'
import { profileDoors } from './profile-doors.ts'
import { publisherDoors } from './publisher-doors.ts'
import { queryDoors } from './query-doors.ts'
import type { ReaderStates } from './reader-state.ts'
import { readingDoors } from './reading-doors.ts'
import { sourceDoors } from './source-doors.ts'

const imageBytesMax = 8 * 1024 * 1024
const imageTypes = /^image\/(jpeg|png|webp|gif|avif)\b/i

export type OpenDoors = {
  readonly doors: Doors
  readonly window: HotWindow
  readonly states: ReaderStates
  readonly threads: PageThreads | undefined
  readonly close: () => Promise<void>
}

/** Fills the hot window before it returns; `doors.health` says "not ready" until then. */
export async function openDoors(
  work: Work,
  options: {
    readonly bus: Bus
    readonly catalogue: readonly CatalogueEntry[]
    readonly subjects: readonly StoredTopic[]
    readonly places: readonly StoredTopic[]
    readonly accounts: Omit<AccountOptions, 'bus' | 'forgetPages'>
    /** Pages are made here alone without it. `size`: how many threads there may be. */
    readonly pageThreads?: Pick<PageThreadData, 'address' | 'mediaKey'> & { readonly size: number }
  },
): Promise<OpenDoors> {
  const report = (facts: object, words: string): void => work.log.warn(facts, words)
  const maker = new PageMaker({ db: work.db, now: work.now, model: work.embeddingModel, report })
  const { window, states, matches } = maker
  const threads = options.pageThreads && new PageThreads({ ...options.pageThreads, model: work.embeddingModel, report })
  const log = allLogs(threads === undefined ? [maker.log] : [maker.log, threads])
  const stops = [maker, threads].flatMap((each) => (each === undefined ? [] : [options.bus.subscribe(each.hear)]))
  // What was changed here is known there before the reader asks again.
  if (threads !== undefined) states.watch((readerId) => threads.hear({ kind: 'reader-changed', readerId }))
  await maker.fill()
  const reading = readingDoors({ work, maker, threads })
  const { stop, ...accounts } = accountDoors(work, {
    ...options.accounts,
    bus: options.bus,
    forgetPages: async (id) => await log.forget(id),
  })
  stops.push(stop)
  const doors: Doors = {
    health: async () => ({ ready: true }),
    media: async (url, signal) => await image(work, url, signal),
    ...accounts,
    ...sourceDoors(work, options),
    ...actingDoors(work, { states, log, offered: [...options.subjects, ...options.places] }),
    ...correctionDoors(work),
    ...entityDoors(work),
    ...publisherDoors(work),
    ...queryDoors({ work, states, matches }),
    ...reading,
    ...installationDoors(work),
    ...highlightDoors({ work, states }),
    ...keptDoors({ work, window, states }),
    ...previewDoors({ window, states, matches }),
    ...profileDoors({ work, window, states, log, matches, following: reading.following }),
    ...feedDoors({ work, window, states, matches, topic: reading.topic }),
  }
  return {
    doors,
    window,
    states,
    threads,
    close: async () => {
      for (const stop of stops) stop()
      await Promise.all([maker.close(), threads?.close()])
    },
  }
}

/** The log of pages, wherever they were made. */
function allLogs(logs: readonly PageLogs[]): PageLogs {
  const all = async (act: (one: PageLogs) => Promise<void>): Promise<void> => {
    await Promise.all(logs.map(act))
  }
  return {
    flush: async () => await all(async (one) => await one.flush()),
    flushOf: async (id) => await all(async (one) => await one.flushOf(id)),
    forget: async (id) => await all(async (one) => await one.forget(id)),
  }
}

/** Pictures go through the guarded client like everything else; SVG and pages that call themselves pictures are refused. */
async function image({ http }: Work, url: string, signal: AbortSignal): Promise<MediaFile | Refusal> {
  const outcome = await http.fetch(url, { accept: 'any', bytesMax: imageBytesMax, isAwaited: true, signal })
  if (outcome.kind === 'failed') return { refused: outcome.problem }
  if (outcome.kind === 'not-modified') return { refused: { code: 'no-answer', message: `${url} gave no picture.` } }
  const type = outcome.contentType ?? ''
  if (!imageTypes.test(type))
    return { refused: { code: 'media-type', message: `${url} is ${type || 'of no known type'}, no picture.` } }
  return { type, bytes: outcome.bytes }
}
