import { expect, it } from 'vitest'
import type { EntityId, TopicId } from '../../domain/ids.ts'
import type { EntityMention, TopicScore } from '../../domain/topic.ts'
import { mergeEntities } from './merge-entities.ts'

const entity = (id: string, name: string, salience: number): EntityMention => ({
  id: id as EntityId,
  name,
  kind: 'person',
  mentions: [name],
  count: 2,
  salience,
})
const topic = (id: string, label: string, score: number): TopicScore => ({
  id: id as TopicId,
  label,
  kind: 'entity',
  score,
})

const understood = {
  entities: [
    entity('person:quill', 'Quill', 0.5),
    entity('person:ada-quill', 'Ada Quill', 0.4),
    entity('person:bo', 'Bo', 0.3),
  ],
  topics: [topic('entity:person:quill', 'Quill', 0.5), topic('entity:person:ada-quill', 'Ada Quill', 0.4)],
}

it('counts an alias for the entity that it is, in entities and topics', () => {
  const merges = new Map([['person:quill' as EntityId, { id: 'person:ada-quill' as EntityId, name: 'Ada Quill' }]])
  expect(mergeEntities(understood, merges)).toEqual({
    entities: [
      { ...entity('person:ada-quill', 'Ada Quill', 0.7), mentions: ['Quill', 'Ada Quill'], count: 4 },
      entity('person:bo', 'Bo', 0.3),
    ],
    topics: [topic('entity:person:ada-quill', 'Ada Quill', 0.5)],
  })
})

it('leaves alone what names no alias', () => {
  expect(mergeEntities(understood, new Map())).toBe(understood)
  const others = new Map([['person:cy' as EntityId, { id: 'person:bo' as EntityId, name: 'Bo' }]])
  expect(mergeEntities(understood, others)).toBe(understood)
})
