import { deriveId } from '../../domain/derive-id.ts'
import type { EntryId, StoryId } from '../../domain/ids.ts'

/** The id of a story that begins with this entry. */
export function storyIdOf(entryId: EntryId): StoryId {
  // The one place where story ids are made.
  return deriveId('story', entryId) as StoryId
}

/**
 * The story id of every entry in `groups` (each earliest first). A group keeps the id that most of its entries had, and
 * an id goes to the group with most of its former entries; where neither claim settles it, the group that comes first.
 * A new group's id is that of its earliest entry whose id is not taken. Ids of former stories outside `groups` stay theirs.
 */
export function nameStories(
  groups: readonly (readonly EntryId[])[],
  previous: ReadonlyMap<EntryId, StoryId>,
): Map<EntryId, StoryId> {
  const idOf = new Map<number, StoryId>()
  const kept = new Set<StoryId>()
  for (const claim of claimsOf(groups, previous)) {
    if (idOf.has(claim.group) || kept.has(claim.id)) continue
    idOf.set(claim.group, claim.id)
    kept.add(claim.id)
  }
  const taken = new Set([...kept, ...idsElsewhere(groups, previous)])
  const named = new Map<EntryId, StoryId>()
  for (const [group, members] of groups.entries()) {
    const id = idOf.get(group) ?? freshId(members, taken)
    if (id === undefined) continue
    taken.add(id)
    for (const member of members) named.set(member, id)
  }
  return named
}

type Claim = { readonly group: number; readonly id: StoryId; readonly members: number }

/** Strongest first. */
function claimsOf(groups: readonly (readonly EntryId[])[], previous: ReadonlyMap<EntryId, StoryId>): Claim[] {
  const claims: Claim[] = []
  for (const [group, members] of groups.entries()) {
    const counts = new Map<StoryId, number>()
    for (const member of members) {
      const id = previous.get(member)
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    for (const [id, count] of counts) claims.push({ group, id, members: count })
  }
  return claims.sort(
    (one, other) => other.members - one.members || one.group - other.group || (one.id < other.id ? -1 : 1),
  )
}

function idsElsewhere(groups: readonly (readonly EntryId[])[], previous: ReadonlyMap<EntryId, StoryId>): Set<StoryId> {
  const here = new Set(groups.flat())
  const elsewhere = new Set<StoryId>()
  for (const [entry, story] of previous) if (!here.has(entry)) elsewhere.add(story)
  return elsewhere
}

function freshId(members: readonly EntryId[], taken: ReadonlySet<StoryId>): StoryId | undefined {
  const [first] = members
  if (first === undefined) return undefined
  for (const member of members) {
    const id = storyIdOf(member)
    if (!taken.has(id)) return id
  }
  // A part may have had such an id before and left it to the rest: it is counted on until one is free.
  for (let count = 1; ; count += 1) {
    // As above: an id made for a story.
    const id = deriveId('story-part', ...members, String(count)) as StoryId
    if (!taken.has(id)) return id
  }
}
