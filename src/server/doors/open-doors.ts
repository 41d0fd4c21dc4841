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
import { HotWindow } from './hot-window.ts'
import { installationDoors } from './installation-doors.ts'
import { keptDoors } from './kept-doors.ts'
import { PageLog } from './page-log.ts'
import { previewDoors } from './preview-doors.ts'
import { profileDoors } from './profile-doors.ts'
import { publisherDoors } from './publisher-doors.ts'
import { queryDoors } from './query-doors.ts'
import { QueryMatches } from './query-matches.ts'
import { ReaderStates } from './reader-state.ts'
import { readingDoors } from './reading-doors.ts'
import { sourceDoors } from './source-doors.ts'

const measureMs = 60_000
const imageBytesMax = 8 * 1024 * 1024
const imageTypes = /^image\/(jpeg|png|webp|gif|avif)\b/i

export type OpenDoors = {
  readonly doors: Doors
  readonly window: HotWindow
  readonly states: ReaderStates
  readonly close: () => Promise<void>
}

/** Fills the hot window before it returns; `doors.health` says "not ready" until then. */
export async function openDoors(
  work: Work,
  options: {
    readonly bus: Bus
    readonly catalogue: readonly CatalogueEntry[]
    readonly subjects: readonly StoredTopic[]
    readonly accounts: Omit<AccountOptions, 'bus' | 'forgetPages'>
  },
): Promise<OpenDoors> {
  const window = new HotWindow(work.db, work.now)
  const states = new ReaderStates(work.db, work.now, {
    vectorOf: (id) => window.get(id)?.embedding,
    one: window.one,
  })
  const log = new PageLog(work.db, (facts, words) => work.log.warn(facts, words))
  const measuring = setInterval(() => {
    window
      .measure()
      .catch((error: unknown) => work.log.warn({ error: String(error) }, 'the window could not be measured'))
  }, measureMs)
  const matches = new QueryMatches({
    db: work.db,
    window,
    model: work.embeddingModel,
    now: work.now,
  })
  const stops = [window, states, matches].map(({ hear }) => options.bus.subscribe(hear))
  await window.fill()
  const reading = readingDoors({ work, window, states, matches, log })
  const { stop, ...accounts } = accountDoors(work, {
    ...options.accounts,
    bus: options.bus,
    forgetPages: async (id) => await log.forget(id),
  })
  stops.push(stop)
  const doors: Doors = {
    health: async () => ({ ready: true }),
    media: async (url) => await image(work, url),
    ...accounts,
    ...sourceDoors(work, options),
    ...actingDoors(work, { states, log, subjects: options.subjects }),
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
    close: async () => {
      clearInterval(measuring)
      for (const stop of stops) stop()
      await log.close()
    },
  }
}

/** Pictures go through the guarded client like everything else; SVG and pages that call themselves pictures are refused. */
async function image({ http }: Work, url: string): Promise<MediaFile | Refusal> {
  const outcome = await http.fetch(url, { accept: 'any', bytesMax: imageBytesMax })
  if (outcome.kind === 'failed') return { refused: outcome.problem }
  if (outcome.kind === 'not-modified') return { refused: { code: 'no-answer', message: `${url} gave no picture.` } }
  const type = outcome.contentType ?? ''
  if (!imageTypes.test(type))
    return { refused: { code: 'media-type', message: `${url} is ${type || 'of no known type'}, no picture.` } }
  return { type, bytes: outcome.bytes }
}
