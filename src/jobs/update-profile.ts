import type { ReaderId, StoryId } from '../domain/ids.ts'
import type { Profile } from '../domain/reader.ts'
import { type SignalStory, signalStoryOf } from '../pipeline/readers/apply-signal.ts'
import { profileOf } from '../pipeline/readers/profile-of.ts'
import type { Database } from '../platform/storage/database.ts'
import { vectorsOf } from '../platform/storage/embeddings.ts'
import { publish } from '../platform/storage/outbox.ts'
import {
  holdReader,
  loadFollows,
  loadMutes,
  loadProfileSnapshot,
  loadReader,
  loadSignals,
  saveProfileSnapshot,
} from '../platform/storage/readers.ts'
import { arrivalsOf } from '../platform/storage/stories.ts'
import { movesOf, storiesById } from '../platform/storage/story-cards.ts'
import { packProfile, unpackProfile, withVectors } from './profile-snapshot.ts'
import type { Work } from './work.ts'

/** The newest signals that a profile is made of; older ones have decayed to nothing. */
const signalsMax = 5_000

/** Makes a reader's profile anew from all that they did and chose, and tells whoever holds the old one. */
export async function updateProfile(work: Work, { readerId }: { readonly readerId: ReaderId }): Promise<void> {
  await work.db.transaction().execute(async (tx) => {
    await saveProfile(tx, readerId)
    await publish(tx, { kind: 'reader-changed', readerId })
  })
}

/**
 * Signal → Profile, saved. The same rows always give the same profile. Run it in the transaction of what was changed, after it:
 * changes of one reader at the same moment then wait for each other here, and the last one sees all of them.
 */
export async function saveProfile(db: Database, readerId: ReaderId): Promise<void> {
  if (!(await holdReader(db, readerId))) return
  await saveProfileSnapshot(db, readerId, packProfile(await foldProfile(db, readerId)))
}

/** What whoever loads a profile holds already, and shares with it: vectors of stories, and strings. */
export type Held = {
  readonly vectorOf: (id: StoryId) => Float32Array | undefined
  readonly one: (text: string) => string
}

const nothingHeld: Held = { vectorOf: () => undefined, one: (text) => text }

/** The profile as it was last saved; made now for a reader who has none yet. Vectors that are not held come from the database. */
export async function loadProfile(
  db: Database,
  readerId: ReaderId,
  { vectorOf, one }: Held = nothingHeld,
): Promise<Profile> {
  const packed = await loadProfileSnapshot(db, readerId)
  if (packed === undefined) return await foldProfile(db, readerId)
  const unpacked = unpackProfile(packed, one)
  const bare = { ...unpacked, seen: await seenNow(db, unpacked.seen, vectorOf) }
  const missing = bare.history.flatMap(({ storyId }) => (vectorOf(storyId) === undefined ? [storyId] : []))
  const loaded = await vectorsOf(db, missing)
  return withVectors(bare, (id) => vectorOf(id) ?? loaded.get(id))
}

/** What was seen, under the stories that it is in now: who has only seen a story is not told when it becomes part of another. */
async function seenNow(db: Database, seen: Profile['seen'], vectorOf: Held['vectorOf']): Promise<Profile['seen']> {
  // What is held by its id is there still.
  const moves = await movesOf(
    db,
    [...seen.keys()].filter((id) => vectorOf(id) === undefined),
  )
  if (moves.size === 0) return seen
  const now = new Map(seen)
  for (const [old, id] of moves) {
    const [before, there] = [seen.get(old), now.get(id)]
    if (before === undefined) continue
    now.delete(old)
    now.set(id, {
      atMs: Math.max(before.atMs, there?.atMs ?? before.atMs),
      entries: before.entries + (there?.entries ?? 0),
      opened: before.opened || there?.opened === true,
    })
  }
  return now
}

async function foldProfile(db: Database, readerId: ReaderId): Promise<Profile> {
  const [reader, follows, mutes, signals] = await Promise.all([
    loadReader(db, readerId),
    loadFollows(db, readerId),
    loadMutes(db, readerId),
    loadSignals(db, readerId, signalsMax),
  ])
  const ids = [...new Set(signals.flatMap(({ storyId }) => storyId ?? []))]
  const [stored, arrivals] = [await storiesById(db, ids), await arrivalsOf(db, ids)]
  const stories = new Map<StoryId, SignalStory>(
    stored.map(({ story, embedding }) => [story.id, signalStoryOf(story, embedding, arrivals.get(story.id))]),
  )
  const { dials = {}, reads = [], learningPaused = false } = reader ?? {}
  return profileOf({ follows, mutes, dials, reads, learningPaused, signals, stories })
}
