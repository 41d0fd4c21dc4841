/** What HTTP needs of entities that are one. */
import type { EntityId, ReaderId } from '../../domain/ids.ts'
import type { Problem } from '../../domain/problem.ts'
import type { EntityMergeView } from '../api/contract/entities.ts'

type Owner = { readonly id: ReaderId }
type Merge = { readonly aliasId: EntityId; readonly entityId: EntityId }
type Refused = { readonly refused: Problem }

export type EntityDoors = {
  readonly entityMerges: () => Promise<readonly EntityMergeView[]>
  /** Refused: `entity-unknown`, `not-an-entity`, `merge-circular`. Stories are told anew before it resolves. */
  readonly mergeEntities: (reader: Owner, merge: Merge) => Promise<Merge | Refused>
  /** Takes it back; `undefined`: it is no alias. */
  readonly separateEntity: (aliasId: EntityId) => Promise<Merge | undefined>
}
