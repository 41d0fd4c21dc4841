import type { EntryId, StoryId } from '../domain/ids.ts'
import { describeStory, type StoryMember } from '../pipeline/stories/describe-story.ts'
import { findNearDuplicates } from '../pipeline/stories/near-duplicates.ts'
import { type EntityMerges, mergeEntities } from '../pipeline/understand/merge-entities.ts'
import { correctionsHeld } from '../platform/storage/corrections.ts'
import type { Database } from '../platform/storage/database.ts'
import { listMerges } from '../platform/storage/entity-merges.ts'
import { countWaiting } from '../platform/storage/job-counts.ts'
import { publish } from '../platform/storage/outbox.ts'
import { countSources } from '../platform/storage/sources.ts'
import {
  dropEmptyStories,
  endWaitingForStory,
  entriesWithoutStory,
  entriesWithStory,
  markSettled,
  membersOfStories,
  newestEntryMs,
  type StoredMember,
  saveMemberships,
  saveStories,
  storiesAreSettled,
} from '../platform/storage/stories.ts'
import { storyEntryOf } from './story-entry.ts'
import type { Placement, StoryReply } from './threads/story-thread.ts'
import type { Work } from './work.ts'

const batch = 200
const loadBatch = 2_000
const storiesPerTransaction = 200
const dayMs = 86_400_000
/** A full settling waits until it would cost less than a twentieth of the time since the last one. */
const settleShare = 20

let lastFull = { atMs: 0, tookMs: 0 }

/**
 * Gives every understood entry its story: Understood → Story. Entries join at once, provisionally; when no more are on
 * their way stories are settled in full, and then they are the same whatever the order of arrival. `settle`: in full, now,
 * unless they are.
 */
export async function assignStory(work: Work, { settle }: { readonly settle?: boolean }): Promise<void> {
  for (;;) {
    const waiting = await entriesWithoutStory(work.db, batch)
    if (waiting.length === 0) break
    const entries = waiting.map(({ member }) => storyEntryOf(member))
    const reply = await loaded(work, async () => await work.stories.add(entries))
    await savePlacements(work, reply, { settled: false })
    await endWaitingForStory(work.db, waiting)
  }
  if (!(await storiesAreSettled(work.db))) await settleStories(work, { inFull: settle === true })
  await work.ask([{ job: 'embed-story' }])
}

async function settleStories(work: Work, { inFull }: { readonly inFull: boolean }): Promise<void> {
  const { understanding, pages } = await countWaiting(work.db)
  const isQuiet = understanding + pages === 0
  const startMs = work.now()
  const isCheap = startMs - lastFull.atMs > lastFull.tookMs * settleShare
  const full = inFull || (isQuiet && isCheap)
  const corrections = await correctionsHeld(work.db)
  const reply = await loaded(work, async () => await work.stories.settle({ full, corrections }))
  await savePlacements(work, reply, { settled: full })
  if (full) lastFull = { atMs: work.now(), tookMs: work.now() - startMs }
}

type Loaded = Extract<StoryReply, { loaded: true }>

/** Asks the story thread; a new thread is given the hot window first. */
async function loaded(work: Work, ask: () => Promise<StoryReply>): Promise<Loaded> {
  const reply = await ask()
  if (reply.loaded) return reply
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
    const entries = rows.map(({ member, storyId }) => ({ entry: storyEntryOf(member), storyId }))
    await work.stories.load({ first, last, entries })
    if (last) return
    first = false
    after = rows.at(-1)?.member.entryId ?? after
  }
}

function storyMemberOf(member: StoredMember, merges: EntityMerges): StoryMember {
  const { sourceId, leadImage } = member
  const understood = mergeEntities(member.understood, merges)
  return { entry: storyEntryOf(member), sourceId, understood, ...(leadImage === undefined ? {} : { leadImage }) }
}

/** Writes placements and describes every story that they touch, some stories a transaction. */
async function savePlacements(
  work: Work,
  { placements }: Loaded,
  { settled }: { readonly settled: boolean },
): Promise<void> {
  const byStory = new Map<StoryId, Placement[]>()
  for (const placement of placements)
    byStory.set(placement.storyId, [...(byStory.get(placement.storyId) ?? []), placement])
  const stories = [...byStory.keys()]
  for (let n = 0; n < stories.length; n += storiesPerTransaction) {
    const some = stories.slice(n, n + storiesPerTransaction).flatMap((id) => byStory.get(id) ?? [])
    await saveSome(work, some)
  }
  if (settled) await markSettled(work.db, true)
}

async function saveSome(work: Work, placements: readonly Placement[]): Promise<void> {
  const nowMs = work.now()
  const touched = [
    ...new Set(placements.flatMap((p) => (p.formerId === undefined ? [p.storyId] : [p.storyId, p.formerId]))),
  ]
  await work.db.transaction().execute(async (tx) => {
    await markSettled(tx, false)
    await saveMemberships(tx, placements)
    const members = await membersOfStories(tx, touched)
    await saveDescribed(tx, members, nowMs)
    const dropped = touched.filter((id) => !members.has(id))
    await dropEmptyStories(tx, movesOf(placements), dropped)
    await saveMemberships(tx, copiesIn(members))
    await publish(tx, { kind: 'stories-changed', storyIds: [...members.keys()], dropped })
  })
}

/** Describes stories and saves what they are described as. */
async function saveDescribed(
  tx: Database,
  members: ReadonlyMap<StoryId, readonly StoredMember[]>,
  nowMs: number,
): Promise<void> {
  const [sources, merges] = [await countSources(tx), await mergesInForce(tx)]
  const stories = [...members].map(([id, all]) =>
    describeStory(
      id,
      all.map((member) => storyMemberOf(member, merges)),
      { nowMs, sources },
    ),
  )
  await saveStories(tx, stories)
}

async function mergesInForce(db: Database): Promise<EntityMerges> {
  return new Map((await listMerges(db)).map(({ aliasId, entityId, name }) => [aliasId, { id: entityId, name }]))
}

/** Describes stories anew whose members are as they were, because what is known of their entities changed. */
export async function describeAgain({ db, now }: Pick<Work, 'db' | 'now'>, ids: readonly StoryId[]): Promise<void> {
  for (let n = 0; n < ids.length; n += storiesPerTransaction)
    await db.transaction().execute(async (tx) => {
      const members = await membersOfStories(tx, ids.slice(n, n + storiesPerTransaction))
      await saveDescribed(tx, members, now())
      await publish(tx, { kind: 'stories-changed', storyIds: [...members.keys()], dropped: [] })
    })
}

function movesOf(placements: readonly Placement[]): Map<StoryId, StoryId> {
  return new Map(placements.flatMap((p) => (p.formerId === undefined ? [] : [[p.formerId, p.storyId] as const])))
}

/** Which members are copies of which; only those that are, or no longer are, have to be written. */
function copiesIn(members: ReadonlyMap<StoryId, readonly StoredMember[]>) {
  return [...members].flatMap(([storyId, all]) => {
    if (all.length < 2) return []
    const copies: ReadonlyMap<EntryId, EntryId> = findNearDuplicates(all.map(storyEntryOf))
    return all.map(({ entryId }) => {
      const copyOf = copies.get(entryId)
      return { entryId, storyId, ...(copyOf === undefined ? {} : { copyOf }) }
    })
  })
}
