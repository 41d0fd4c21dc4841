import type { EntryId, StoryId } from '../domain/ids.ts'
import { describeStory, type StoryMember } from '../pipeline/stories/describe-story.ts'
import { findNearDuplicates } from '../pipeline/stories/near-duplicates.ts'
import { meantBy, type ShortName, shortNamesOf } from '../pipeline/understand/called-by-one-name.ts'
import { type EntityMerges, mergeEntities, resolveMerges } from '../pipeline/understand/merge-entities.ts'
import { shortNamesIn } from '../pipeline/understand/short-names.ts'
import type { Database } from '../platform/storage/database.ts'
import { listMerges } from '../platform/storage/entity-merges.ts'
import { publish } from '../platform/storage/outbox.ts'
import { countShortNames, saveMeant, saveShortNames, wantToldAgain } from '../platform/storage/short-names.ts'
import { countSources } from '../platform/storage/sources.ts'
import {
  dropEmptyStories,
  emptyStories,
  type KnownMember,
  type Membership,
  membersOfStories,
  type StoredMember,
  saveMemberships,
  saveStories,
} from '../platform/storage/stories.ts'
import { reportOf, storyEntryOf } from './story-entry.ts'
import { saveProfile } from './update-profile.ts'
import type { Work } from './work.ts'

/**
 * Describes stories as their members stand; those without any are dropped, and their readers sent where members went. In the
 * transaction that moved the members.
 */
export async function describeStories(
  { now }: Pick<Work, 'now'>,
  tx: Database,
  { touched, moves }: { readonly touched: readonly StoryId[]; readonly moves: ReadonlyMap<StoryId, StoryId> },
): Promise<void> {
  const nowMs = now()
  const members = await membersOfStories(tx, touched)
  const copies = copiesIn(members)
  const gone = touched.filter((id) => !members.has(id))
  await saveDescribed(tx, { members, copies, nowMs, gone })
  const dropped = await emptyStories(tx, gone)
  await dropEmptyStories(tx, moves, dropped)
  await saveMemberships(tx, newlyCopies(members, copies))
  await publish(tx, { kind: 'stories-changed', storyIds: [...members.keys()], dropped })
}

const storiesPerTransaction = 200

/** Describes stories anew whose members are as they were, because what is known of their entities changed. */
export async function describeAgain({ db, now }: Pick<Work, 'db' | 'now'>, ids: readonly StoryId[]): Promise<void> {
  for (let n = 0; n < ids.length; n += storiesPerTransaction)
    await db.transaction().execute(async (tx) => {
      const members = await membersOfStories(tx, ids.slice(n, n + storiesPerTransaction))
      await saveDescribed(tx, { members, copies: copiesIn(members), nowMs: now() })
      await publish(tx, { kind: 'stories-changed', storyIds: [...members.keys()], dropped: [] })
    })
}

type Members = ReadonlyMap<StoryId, readonly KnownMember[]>
/** By story, by copy. */
type Copies = ReadonlyMap<StoryId, ReadonlyMap<EntryId, EntryId>>
const none: ReadonlyMap<EntryId, EntryId> = new Map()

/** Describes stories and saves what they are described as. */
async function saveDescribed(
  tx: Database,
  {
    members,
    copies,
    nowMs,
    gone = [],
  }: { readonly members: Members; readonly copies: Copies; readonly nowMs: number; readonly gone?: readonly StoryId[] },
): Promise<void> {
  const [sources, merges] = [await countSources(tx), await mergesInForce(tx)]
  const told = new Map([...members].map(([id, all]) => [id, all.map((member) => storyMemberOf(member, merges))]))
  const meant = await meantNow(tx, told, gone)
  const stories = [...told].map(([id, all]) =>
    describeStory(id, namedInFull(all, meant), { copies: copies.get(id) ?? none, nowMs, sources }),
  )
  await saveStories(tx, stories)
}

/**
 * Whom the names that these stories call people by mean in the news of these days. Stories that were told otherwise are told again
 * soon.
 */
async function meantNow(
  tx: Database,
  told: ReadonlyMap<StoryId, readonly StoryMember[]>,
  gone: readonly StoryId[],
): Promise<EntityMerges> {
  const named = [...told].flatMap(([storyId, all]) =>
    shortNamesOf(all.map(({ understood }) => understood)).map((name) => ({
      storyId,
      latestAtMs: latestOf(all),
      ...name,
    })),
  )
  const former = await saveShortNames(tx, [...told.keys(), ...gone], named)
  const shorts = [...new Set([...former, ...named.map(({ short }: ShortName) => short)])].sort()
  const meant = meantBy(await countShortNames(tx, shorts))
  const { changed, readers } = await saveMeant(tx, shorts, meant)
  await wantToldAgain(tx, changed)
  for (const readerId of readers) {
    await saveProfile(tx, readerId)
    await publish(tx, { kind: 'reader-changed', readerId })
  }
  return meant
}

function latestOf(members: readonly StoryMember[]): number {
  return members.reduce((latest, { entry }) => Math.max(latest, entry.publishedAtMs || 0), 0)
}

async function mergesInForce(db: Database): Promise<EntityMerges> {
  return resolveMerges(await listMerges(db))
}

function storyMemberOf(member: StoredMember, merges: EntityMerges): StoryMember {
  const { sourceId, leadImage } = member
  const understood = mergeEntities(member.understood, merges)
  return { entry: reportOf(member), sourceId, understood, ...(leadImage === undefined ? {} : { leadImage }) }
}

/** By what the story's own reports say, and where these don't, by the news of these days. */
function namedInFull(members: readonly StoryMember[], meant: EntityMerges): StoryMember[] {
  const shorts = new Map([...meant, ...shortNamesIn(members.map(({ understood }) => understood))])
  return members.map((member) => ({ ...member, understood: mergeEntities(member.understood, shorts) }))
}

/** Which members are copies of which, in every story of more than one. */
function copiesIn(members: Members): Copies {
  const several = [...members].filter(([, all]) => all.length > 1)
  return new Map(several.map(([id, all]) => [id, findNearDuplicates(all.map(storyEntryOf))]))
}

/** Those who are copies now and were not, or of another, or no longer are. */
function newlyCopies(members: Members, copies: Copies): Membership[] {
  return [...members].flatMap(([storyId, all]) =>
    all.flatMap(({ entryId, copyOf: known }) => {
      const copyOf = copies.get(storyId)?.get(entryId)
      return copyOf === known ? [] : [{ entryId, storyId, ...(copyOf === undefined ? {} : { copyOf }) }]
    }),
  )
}
