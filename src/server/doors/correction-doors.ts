/** Doors for corrections of stories: each is kept, and stories are settled anew by those that hold. */

import { randomUUID } from 'node:crypto'
import { isUuid } from '../../domain/derive-id.ts'
import type { EntryId, StoryId } from '../../domain/ids.ts'
import type { Correction } from '../../domain/story.ts'
import type { Work } from '../../jobs/work.ts'
import {
  listCorrections,
  type StoredCorrection,
  sameCorrection,
  saveCorrection,
  undoCorrection,
} from '../../platform/storage/corrections.ts'
import { holdReader } from '../../platform/storage/readers.ts'
import { markSettled, membersOfStories, newestEntryMs } from '../../platform/storage/stories.ts'
import { currentStoryId } from '../../platform/storage/story-cards.ts'
import type { CorrectionView } from '../api/contract/corrections.ts'
import type { CorrectionDoors, CorrectionWish } from './corrections.ts'
import { isOperator } from './operator.ts'

const listedMax = 200
const dayMs = 86_400_000

type Refused = { readonly refused: { readonly code: string; readonly message: string } }

export function correctionDoors(work: Pick<Work, 'db' | 'ask' | 'stories'>): CorrectionDoors {
  const { db } = work
  const settle = async (): Promise<void> => await work.ask([{ job: 'assign-story' }])
  return {
    corrections: async ({ id }) => {
      const own = (await isOperator(db, id)) ? {} : { readerId: id }
      return (await listCorrections(db, { ...own, limit: listedMax })).map(viewOf)
    },
    correct: async ({ id: readerId }, wish) => {
      const byOperator = await isOperator(db, readerId)
      if (wish.kind === 'together' && !byOperator) return operatorOnly
      const found = await pairsOf(work, wish)
      if (found === undefined || 'refused' in found) return found
      const id = await db.transaction().execute(async (tx) => {
        // Pressed twice before stories are formed anew, it is said once: taking it back then takes all of it back.
        await holdReader(tx, readerId)
        const known = await sameCorrection(tx, { kind: wish.kind, readerId, pairs: found.pairs })
        if (known !== undefined) return known
        const made = randomUUID()
        await saveCorrection(tx, { id: made, kind: wish.kind, readerId, byOperator, ...found })
        await markSettled(tx, false)
        return made
      })
      await settle()
      const saved = (await listCorrections(db, { readerId, limit: listedMax })).find((each) => each.id === id)
      return saved === undefined ? undefined : viewOf(saved)
    },
    undoCorrection: async ({ id: readerId }, id) => {
      if (!isUuid(id)) return false
      const own = (await isOperator(db, readerId)) ? {} : { readerId }
      const done = await db.transaction().execute(async (tx) => {
        const undone = await undoCorrection(tx, id, own)
        if (undone) await markSettled(tx, false)
        return undone
      })
      if (done) await settle()
      return done
    },
  }
}

/** What the wish says of pairs of entries, as the stories stand now. */
async function pairsOf(
  { db, stories }: Pick<Work, 'db' | 'stories'>,
  wish: CorrectionWish,
): Promise<{ readonly storyId: StoryId; readonly pairs: readonly Correction[] } | Refused | undefined> {
  const given = wish.kind === 'apart' ? [wish.storyId] : [wish.storyId, wish.otherStoryId]
  if (!given.every(isUuid)) return undefined
  const ids = await Promise.all(given.map(async (id) => await currentStoryId(db, id)))
  const members = await membersOfStories(db, ids)
  const [storyId, otherId] = ids
  const own = storyId === undefined ? undefined : members.get(storyId)
  if (storyId === undefined || own === undefined) return undefined
  const sinceMs = (await newestEntryMs(db)) - stories.windowDays * dayMs
  if ([...members.values()].some((entries) => entries.every(({ publishedAtMs }) => publishedAtMs < sinceMs)))
    return tooOld
  const entries = own.map(({ entryId }) => entryId)
  if (wish.kind === 'apart') {
    const taken = new Set<EntryId>(wish.entryIds)
    const left = entries.filter((id) => !taken.has(id))
    if (taken.size + left.length !== entries.length) return notInStory
    return left.length === 0 ? nothingLeft : { storyId, pairs: apart([...taken], left) }
  }
  const others = otherId === undefined ? undefined : members.get(otherId)?.map(({ entryId }) => entryId)
  if (others === undefined) return undefined
  if (otherId === storyId) return nothingLeft
  return { storyId, pairs: [...across(entries, others), ...together(entries), ...together(others)] }
}

/** What is said of two stories: that the first report of one belongs to the first of the other. */
function across([a]: readonly EntryId[], [b]: readonly EntryId[]): Correction[] {
  return a === undefined || b === undefined ? [] : [{ kind: 'together', a, b }]
}

/** Those taken out stay together, and each of them apart from each that is left. */
function apart(taken: readonly EntryId[], left: readonly EntryId[]): Correction[] {
  return [...together(taken), ...left.flatMap((b) => taken.map((a): Correction => ({ kind: 'apart', a, b })))]
}

function together([first, ...others]: readonly EntryId[]): Correction[] {
  return first === undefined ? [] : others.map((b) => ({ kind: 'together', a: first, b }))
}

function viewOf({ id, kind, storyId, at, holds, undoneAt, titles }: StoredCorrection): CorrectionView {
  return { id, kind, storyId, at: at.toISOString(), holds, undone: undoneAt !== null, titles: [...titles] }
}

const refused = (code: string, message: string): Refused => ({ refused: { code, message } })
const operatorOnly = refused('operator-only', 'Only the operator, the first reader, may say that two stories are one.')
const tooOld = refused('story-too-old', 'The story lies outside the window in which stories still change.')
const notInStory = refused('not-in-story', 'Not all of these reports are in the story as it stands now.')
const nothingLeft = refused(
  'correction-empty',
  'Nothing would change: name some of the reports, or two different stories.',
)
