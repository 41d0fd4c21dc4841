/** Doors for entities that are one: the operator says so, and can take it back. */
import type { EntityId, ReaderId } from '../../domain/ids.ts'
import { describeAgain } from '../../jobs/describe-stories.ts'
import { saveProfile } from '../../jobs/update-profile.ts'
import type { Work } from '../../jobs/work.ts'
import { resolveMerges } from '../../pipeline/understand/merge-entities.ts'
import type { Database } from '../../platform/storage/database.ts'
import {
  dropMerge,
  holdMerges,
  listMerges,
  type StoredMerge,
  saveMerge,
  storiesNaming,
} from '../../platform/storage/entity-merges.ts'
import { publish } from '../../platform/storage/outbox.ts'
import { loadTopic } from '../../platform/storage/topics.ts'
import { topicId } from '../ids.ts'
import type { EntityDoors } from './entities.ts'

/** Stories that are told anew at once; older ones are when they next change. */
const storiesMax = 1_000

/** Why there is no such entity: articles may have been about it, but as a subject or a relation, which are nobody's name. */
async function notNamed(tx: Parameters<typeof loadTopic>[0], id: string) {
  const named = JSON.stringify(id)
  return (await loadTopic(tx, topicId(id))) === undefined
    ? refused('entity-unknown', `No article has been about an entity ${named}.`)
    : refused('not-an-entity', `${named} is no person, organisation, place, work or event: only these can be one.`)
}

export function entityDoors(work: Pick<Work, 'db' | 'now'>): EntityDoors {
  const { db } = work
  return {
    entityMerges: async () => (await listMerges(db)).map((merge) => ({ ...merge, at: merge.at.toISOString() })),
    mergeEntities: async ({ id: readerId }, { aliasId, entityId }) => {
      const merged = await db.transaction().execute(async (tx) => {
        // Of two that would lead to each other, the later one sees the earlier.
        await holdMerges(tx)
        const said = await listMerges(tx)
        const now = resolveMerges(said).get(entityId)?.id ?? entityId
        if (now === aliasId) return refused('merge-circular', 'An entity cannot be an alias of itself.')
        for (const id of [aliasId, entityId])
          if ((await loadTopic(tx, topicId(`entity:${id}`))) === undefined) return await notNamed(tx, id)
        await tellReaders(tx, await saveMerge(tx, { aliasId, entityId, now, readerId }))
        return { now, touched: [now, ...leadingTo(aliasId, said)] }
      })
      if ('refused' in merged) return merged
      await tellAnew(work, merged.touched)
      return { aliasId, entityId: merged.now }
    },
    separateEntity: async (aliasId) => {
      const parted = await db.transaction().execute(async (tx) => {
        await holdMerges(tx)
        const said = await listMerges(tx)
        const merge = said.find((each) => each.aliasId === aliasId)
        const now = resolveMerges(said).get(aliasId)?.id
        const readers = await dropMerge(tx, aliasId)
        if (merge === undefined || now === undefined || readers === undefined) return undefined
        await tellReaders(tx, readers)
        return { entityId: merge.entityId, touched: [now, ...leadingTo(aliasId, said)] }
      })
      if (parted === undefined) return undefined
      await tellAnew(work, parted.touched)
      return { aliasId, entityId: parted.entityId }
    },
  }
}

/** The entity, and all that are told under its name. */
function leadingTo(id: EntityId, said: readonly StoredMerge[]): EntityId[] {
  const found = new Set([id])
  // What is added while going through a set is gone through, too.
  for (const each of found) for (const { aliasId, entityId } of said) if (entityId === each) found.add(aliasId)
  return [...found]
}

async function tellReaders(tx: Database, readers: readonly ReaderId[]): Promise<void> {
  for (const readerId of readers) {
    await saveProfile(tx, readerId)
    await publish(tx, { kind: 'reader-changed', readerId })
  }
}

async function tellAnew(work: Pick<Work, 'db' | 'now'>, ids: readonly EntityId[]): Promise<void> {
  await describeAgain(work, await storiesNaming(work.db, ids, storiesMax))
}

const refused = (code: string, message: string) => ({ refused: { code, message } })
