/** Doors for entities that are one: the operator says so, and can take it back. */
import type { EntityId } from '../../domain/ids.ts'
import { describeAgain } from '../../jobs/describe-stories.ts'
import { saveProfile } from '../../jobs/update-profile.ts'
import type { Work } from '../../jobs/work.ts'
import { dropMerge, listMerges, saveMerge, storiesNaming } from '../../platform/storage/entity-merges.ts'
import { publish } from '../../platform/storage/outbox.ts'
import { loadTopic } from '../../platform/storage/topics.ts'
import { topicId } from '../ids.ts'
import type { EntityDoors } from './entities.ts'

/** Stories that are told anew at once; older ones are when they next change. */
const storiesMax = 1_000

export function entityDoors(work: Pick<Work, 'db' | 'now'>): EntityDoors {
  const { db } = work
  return {
    entityMerges: async () => (await listMerges(db)).map((merge) => ({ ...merge, at: merge.at.toISOString() })),
    mergeEntities: async ({ id: readerId }, { aliasId, entityId }) => {
      const merges = await listMerges(db)
      const target = merges.find((merge) => merge.aliasId === entityId)?.entityId ?? entityId
      if (target === aliasId) return refused('merge-circular', 'An entity cannot be an alias of itself.')
      for (const id of [aliasId, target])
        if ((await loadTopic(db, topicId(`entity:${id}`))) === undefined)
          return refused('entity-unknown', `No article has been about an entity ${JSON.stringify(id)}.`)
      await db.transaction().execute(async (tx) => {
        for (const follower of await saveMerge(tx, { aliasId, entityId: target, readerId })) {
          await saveProfile(tx, follower)
          await publish(tx, { kind: 'reader-changed', readerId: follower })
        }
      })
      await tellAnew(work, [aliasId, target])
      return { aliasId, entityId: target }
    },
    separateEntity: async (aliasId) => {
      const merge = (await listMerges(db)).find((each) => each.aliasId === aliasId)
      if (merge === undefined || !(await dropMerge(db, aliasId))) return undefined
      await tellAnew(work, [aliasId, merge.entityId])
      return { aliasId, entityId: merge.entityId }
    },
  }
}

async function tellAnew(work: Pick<Work, 'db' | 'now'>, ids: readonly EntityId[]): Promise<void> {
  await describeAgain(work, await storiesNaming(work.db, ids, storiesMax))
}

const refused = (code: string, message: string) => ({ refused: { code, message } })
