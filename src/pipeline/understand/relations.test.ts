import { expect, it } from 'vitest'
import type { EntityId } from '../../domain/ids.ts'
import type { EntityMention } from '../../domain/topic.ts'
import type { Gazetteer } from './entities/gazetteer.ts'
import { findRelations, relationOf } from './relations.ts'

const country = (code: string, name: string, salience: number): EntityMention => ({
  id: `country:${code}` as EntityId,
  name,
  kind: 'place',
  mentions: [name],
  count: 3,
  salience,
})
const norland = country('XN', 'Norland', 0.8)
const sudria = country('XS', 'Sudria', 0.7)
const estmark = country('XE', 'Estmark', 0.3)
const gazetteer: Pick<Gazetteer, 'adjectives'> = {
  adjectives: new Map([
    [norland.id, ['Norlandic']],
    [sudria.id, ['Sudrian']],
  ]),
}
const article = {
  title: 'Norland and Sudria sign a fishing pact',
  text: 'Ministers of Norland met their Sudrian colleagues. The Norlandic fleet may fish off Sudria. Estmark watched.',
  language: 'en',
}

it('gives one relation one name and id, whichever side comes first', () => {
  expect(relationOf(sudria, norland, 0.5)).toEqual(relationOf(norland, sudria, 0.5))
  expect(relationOf(sudria, norland, 0.5)).toMatchObject({
    id: 'relation:country:XN|country:XS',
    label: 'Norland–Sudria relations',
  })
})

it('finds the pair that sentences name together, by name or adjective', () => {
  const found = findRelations([norland, sudria, estmark], article, gazetteer)
  expect(found.map(({ label }) => label)).toEqual(['Norland–Sudria relations'])
  expect(found[0]?.score).toBeGreaterThan(0.5)
})

it('believes the topic line over the headline', () => {
  const text = 'Ministers of Norland spoke of fish.'
  const bare = { title: 'Fish', text, language: 'en' }
  expect(findRelations([norland, sudria], bare, gazetteer)).toEqual([])
  const found = findRelations([norland, sudria], { ...bare, topicLine: 'Norland-Sudria relations' }, gazetteer)
  expect(found[0]?.score).toBe(1)
})
