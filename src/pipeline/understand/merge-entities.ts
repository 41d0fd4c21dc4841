/** Entities that a person says are one, made one in what was understood. */
import type { EntityId, TopicId } from '../../domain/ids.ts'
import type { EntityMention, TopicScore, Understood } from '../../domain/topic.ts'

/** The entity that an alias is, by the alias's id, with the name to show. An entity that is merged is itself no alias. */
export type EntityMerges = ReadonlyMap<EntityId, { readonly id: EntityId; readonly name: string }>

/** What each alias is by all merges together, as they were said one by one. O(merges · steps from an alias to what it is). */
export function resolveMerges(
  said: readonly { readonly aliasId: EntityId; readonly entityId: EntityId; readonly name: string }[],
): EntityMerges {
  const next = new Map(said.map(({ aliasId, entityId }) => [aliasId, entityId]))
  const names = new Map(said.map(({ entityId, name }) => [entityId, name]))
  return new Map(
    said.map(({ aliasId, entityId, name }) => {
      const met = new Set([aliasId])
      let id = entityId
      for (let further = next.get(id); further !== undefined && !met.has(further); further = next.get(id)) {
        met.add(id)
        id = further
      }
      return [aliasId, { id, name: names.get(id) ?? name }]
    }),
  )
}

/** The same, with every alias counted for the entity that it is. Without merges, the very same object. O(entities + topics). */
export function mergeEntities<Part extends Pick<Understood, 'topics' | 'entities'>>(
  part: Part,
  merges: EntityMerges,
): Part {
  if (merges.size === 0) return part
  const hasAlias =
    part.entities.some(({ id }) => merges.has(id)) || part.topics.some(({ id }) => mergedTopic(id, merges) !== id)
  if (!hasAlias) return part
  return { ...part, entities: mergedEntities(part.entities, merges), topics: mergedTopics(part.topics, merges) }
}

function mergedEntities(entities: readonly EntityMention[], merges: EntityMerges): EntityMention[] {
  const merged = new Map<EntityId, EntityMention>()
  for (const entity of entities) {
    const target = merges.get(entity.id)
    const own = target === undefined ? entity : { ...entity, ...target }
    const known = merged.get(own.id)
    merged.set(own.id, known === undefined ? own : joined(known, own))
  }
  return [...merged.values()].sort((a, b) => b.salience - a.salience)
}

function joined(one: EntityMention, other: EntityMention): EntityMention {
  return {
    ...other,
    ...one,
    mentions: [...new Set([...one.mentions, ...other.mentions])],
    count: one.count + other.count,
    // As much as either says, the rest shared out.
    salience: 1 - (1 - one.salience) * (1 - other.salience),
  }
}

function mergedTopics(topics: readonly TopicScore[], merges: EntityMerges): TopicScore[] {
  const merged = new Map<TopicId, TopicScore>()
  for (const topic of topics) {
    const id = mergedTopic(topic.id, merges)
    const name =
      topic.kind === 'entity' ? [...merges.values()].find((target) => id === `entity:${target.id}`)?.name : undefined
    const known = merged.get(id)
    if (known === undefined || known.score < topic.score)
      merged.set(id, { ...topic, id, label: id === topic.id ? topic.label : (name ?? topic.label) })
  }
  return [...merged.values()].sort((a, b) => b.score - a.score)
}

/** The topic of the entity that an alias is. Relations are of countries and blocs, which have no aliases here. */
function mergedTopic(id: TopicId, merges: EntityMerges): TopicId {
  // What follows the kind in the topic of an entity is the entity's id.
  const target = id.startsWith('entity:') ? merges.get(id.slice('entity:'.length) as EntityId) : undefined
  return target === undefined ? id : (`entity:${target.id}` as TopicId)
}
