import { isDeepStrictEqual } from 'node:util'
import type { StoryId } from '../domain/ids.ts'
import type { Correction } from '../domain/story.ts'
import { correctionsHeld, holdCorrections } from '../platform/storage/corrections.ts'
import { countWaiting } from '../platform/storage/job-counts.ts'
import { linksHeld } from '../platform/storage/language-links.ts'
import {
  endWaitingForStory,
  entriesWithoutStory,
  entriesWithStory,
  markSettled,
  newestEntryMs,
  saveMemberships,
  storiesAreSettled,
  takeToDescribe,
  type WaitingEntry,
  wantDescriptionsOfUnderstood,
} from '../platform/storage/stories.ts'
import { describeStories } from './describe-stories.ts'
import { importIsOn } from './import-is-on.ts'
import { letArrive } from './let-arrive.ts'
import { unreadEntryOf } from './story-entry.ts'
import { askForImprovements } from './take-up-work.ts'
import type { Placement, StoryReply } from './threads/story-thread.ts'
import type { Work } from './work.ts'

const batch = 1_000
const loadBatch = 2_000
const storiesPerTransaction = 500
const describeBatch = 300
const dayMs = 86_400_000
/** Stories settle again when that would cost less than a twentieth of the time since they last did. */
const settleShare = 20

let lastSettled = { atMs: 0, tookMs: 0 }

/** During a large import stories are told of when that would cost less than a tenth of the time since they last were. */
const describeShare = 10
const describeMsMin = 1_000
let lastDescribed = { atMs: 0, tookMs: 0 }

/**
 * Gives every entry its story: Article → Story. Entries join at once, provisionally; when no more are on
 * their way stories are settled in full, and then they are the same whatever the order of arrival. `settle`: in full, now,
 * unless they are.
 */
export async function assignStory(work: Work, { settle }: { readonly settle?: boolean }): Promise<void> {
  if (await importIsOn(work)) await letArrive(work)
  await work.stories.inTurn(async () => {
    await placeWaiting(work)
    if (await isTimeToDescribe(work)) await describeWaiting(work)
    if (await storiesAreSettled(work.db)) return
    if (settle === true) await settleStories(work, { full: true })
    else await settleInPart(work)
  })
  if (!(await importIsOn(work))) await askForImprovements(work)
}

/**
 * While one batch is saved the thread places the next, and the one after that is read. Saved they are one after the other, and
 * all of them before anybody else has a turn.
 */
async function placeWaiting(work: Work): Promise<void> {
  const read = async (inHand: readonly WaitingEntry[]): Promise<WaitingEntry[]> =>
    await entriesWithoutStory(work.db, { limit: batch, inHand })
  let beingSaved: readonly WaitingEntry[] = []
  let saving = Promise.resolve()
  let reading = read([])
  try {
    for (;;) {
      const waiting = await reading
      if (waiting.length > 0) {
        const placing = placeInThread(work, waiting, async () => await saving)
        reading = read([...beingSaved, ...waiting])
        reading.catch(() => {})
        const reply = await placing
        await saving
        saving = savePlaced(work, waiting, reply)
        saving.catch(() => {})
      } else {
        if (beingSaved.length === 0) return
        // One that changed while it was in hand waits still.
        await saving
        reading = read([])
      }
      beingSaved = waiting
    }
  } finally {
    await saving.catch(() => {})
  }
}

/** `saved`: ends when all that the thread was asked before is saved. A new thread is given its window only then. */
async function placeInThread(
  work: Work,
  waiting: readonly WaitingEntry[],
  saved: () => Promise<void>,
): Promise<Loaded> {
  const entries = waiting.map(({ entry }) => unreadEntryOf(entry))
  return await loaded(work, async () => await work.stories.add(entries), saved)
}

async function savePlaced(work: Work, waiting: readonly WaitingEntry[], reply: Loaded): Promise<void> {
  await savePlacements(work, reply)
  await endWaitingForStory(work.db, waiting)
  if (await isTimeToDescribe(work)) await describeWaiting(work)
}

async function isTimeToDescribe(work: Work): Promise<boolean> {
  const { atMs, tookMs } = lastDescribed
  return work.now() - atMs > Math.max(describeMsMin, tookMs * describeShare) || !(await importIsOn(work))
}

/** Tells the stories of entries that are new, or of which more is known by now; nobody moves. */
async function describeWaiting(work: Work): Promise<void> {
  const startMs = work.now()
  for (;;) {
    const count = await work.db.transaction().execute(async (tx) => {
      const touched = await takeToDescribe(tx, describeBatch)
      if (touched.length > 0) await describeStories(work, tx, { touched, moves: new Map() })
      return touched.length
    })
    if (count < describeBatch) break
  }
  lastDescribed = { atMs: work.now(), tookMs: work.now() - startMs }
}

/** While more is on its way only now and then, and not at all during a large import; then in full when that costs little. */
async function settleInPart(work: Work): Promise<void> {
  const [quiet, cheap] = [await isQuiet(work), isCheapNow(work)]
  if ((quiet || cheap) && !(await importIsOn(work))) await settleStories(work, { full: quiet && cheap })
}

function isCheapNow({ now }: Work): boolean {
  return now() - lastSettled.atMs > lastSettled.tookMs * settleShare
}

/** Nothing is on its way that would unsettle stories again. */
async function isQuiet({ db }: Work): Promise<boolean> {
  const { stories, pages } = await countWaiting(db)
  return stories + pages === 0
}

async function settleStories(work: Work, { full }: { readonly full: boolean }): Promise<void> {
  const startMs = work.now()
  const [corrections, links] = [await correctionsHeld(work.db), await linksHeld(work.db)]
  const reply = await loaded(work, async () => await work.stories.settle({ full, corrections, links }))
  await savePlacements(work, reply)
  if (full) await markSettledBy(work, corrections)
  lastSettled = { atMs: work.now(), tookMs: work.now() - startMs }
}

type Loaded = Extract<StoryReply, { loaded: true }>

/** Asks the story thread; a new thread is given the hot window first, when what was placed before is `saved`. */
async function loaded(work: Work, ask: () => Promise<StoryReply>, saved?: () => Promise<void>): Promise<Loaded> {
  const reply = await ask()
  if (reply.loaded) return reply
  await saved?.()
  await loadWindow(work)
  const second = await ask()
  if (second.loaded) return second
  throw new Error('the story thread has lost its window twice')
}

async function loadWindow(work: Work): Promise<void> {
  const sinceMs = (await newestEntryMs(work.db)) - 2 * work.stories.windowDays * dayMs
  let after = '00000000-0000-0000-0000-000000000000'
  let first = true
  for (;;) {
    const rows = await entriesWithStory(work.db, { sinceMs, after, limit: loadBatch })
    const last = rows.length < loadBatch
    const entries = rows.map(({ entry, storyId }) => ({ entry: unreadEntryOf(entry), storyId }))
    await work.stories.load({ first, last, entries })
    if (last) return
    first = false
    after = rows.at(-1)?.entry.entryId ?? after
  }
}

/** Writes placements, and describes every story that somebody leaves or comes to from another; the others soon. */
async function savePlacements(work: Work, { placements }: Loaded): Promise<void> {
  const [moved, arrived] = [placements.filter(isMove), placements.filter((placement) => !isMove(placement))]
  await saveArrived(work, arrived)
  await saveMoved(work, moved)
}

/** Stories are settled unless something else was said of them while they were being settled: then they are settled once more. */
async function markSettledBy({ db }: Work, corrections: readonly Correction[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await holdCorrections(tx)
    if (isDeepStrictEqual(await correctionsHeld(tx), corrections)) await markSettled(tx, true)
  })
}

function isMove({ storyId, formerId }: Placement): boolean {
  return formerId !== undefined && formerId !== storyId
}

async function saveArrived(work: Work, placements: readonly Placement[]): Promise<void> {
  if (placements.length === 0) return
  await work.db.transaction().execute(async (tx) => {
    await markSettled(tx, false)
    await saveMemberships(tx, placements)
    await wantDescriptionsOfUnderstood(
      tx,
      placements.map(({ entryId }) => entryId),
    )
  })
}

/** Some stories a transaction, which describes them: those that they leave may be no more. */
async function saveMoved(work: Work, placements: readonly Placement[]): Promise<void> {
  const byStory = new Map<StoryId, Placement[]>()
  for (const placement of placements)
    byStory.set(placement.storyId, [...(byStory.get(placement.storyId) ?? []), placement])
  const stories = [...byStory.keys()]
  for (let n = 0; n < stories.length; n += storiesPerTransaction) {
    const some = stories.slice(n, n + storiesPerTransaction).flatMap((id) => byStory.get(id) ?? [])
    await saveSome(work, some)
  }
}

async function saveSome(work: Work, placements: readonly Placement[]): Promise<void> {
  const touched = [
    ...new Set(placements.flatMap((p) => (p.formerId === undefined ? [p.storyId] : [p.storyId, p.formerId]))),
  ]
  await work.db.transaction().execute(async (tx) => {
    await markSettled(tx, false)
    await saveMemberships(tx, placements)
    await describeStories(work, tx, { touched, moves: movesOf(placements) })
  })
}

function movesOf(placements: readonly Placement[]): Map<StoryId, StoryId> {
  return new Map(placements.flatMap((p) => (p.formerId === undefined ? [] : [[p.formerId, p.storyId] as const])))
}
