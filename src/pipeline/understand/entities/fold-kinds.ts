/** One name that the tagger took for things of two kinds. */

import type { Gazetteer } from './gazetteer.ts'
import type { NamedEntity } from './named-entity.ts'

/**
 * The same name as two kinds is one thing: what the lists know it as, else the kind that the article has it as most often. But where
 * teams are called by their towns, in `ofSport`, town and team stay two unless the article has one of them much more often.
 */
export function foldKinds(
  entities: Map<string, NamedEntity>,
  { names }: Pick<Gazetteer, 'names'>,
  { ofSport }: { readonly ofSport: boolean },
): Map<string, NamedEntity> {
  const bySlug = new Map<string, NamedEntity[]>()
  for (const [id, entity] of entities) {
    const slug = id.slice(id.indexOf(':') + 1)
    bySlug.set(slug, [...(bySlug.get(slug) ?? []), entity])
  }
  for (const same of bySlug.values()) {
    if (same.length < 2) continue
    const isKnown = (entity: NamedEntity) => Number(isKnownAs(entity, names))
    const [most, ...others] = same.sort((a, b) => isKnown(b) - isKnown(a) || b.mentions.length - a.mentions.length)
    for (const other of others) {
      if (most === undefined) continue
      const isTeam = ofSport && isTownAndTeam(most, other)
      if (isTeam && most.mentions.length < muchMore * other.mentions.length) continue
      most.mentions.push(...other.mentions)
      most.mentions.sort((a, b) => a.sentence - b.sentence)
      entities.delete(other.entity.id)
    }
  }
  return entities
}

const muchMore = 3
const placeTypes: ReadonlySet<string> = new Set(['city', 'state', 'country', 'region'])
const bodyTypes: ReadonlySet<string> = new Set(['organisation', 'team'])

function isKnownAs({ entity }: NamedEntity, names: Gazetteer['names']): boolean {
  const types = names.get(entity.name.toLowerCase())?.types ?? []
  if (entity.kind === 'place') return types.some((type) => placeTypes.has(type))
  return entity.kind === 'organisation' && types.some((type) => bodyTypes.has(type))
}

function isTownAndTeam(one: NamedEntity, other: NamedEntity): boolean {
  const kinds = [one.entity.kind, other.entity.kind]
  return kinds.includes('place') && kinds.includes('organisation')
}
