import { expect, it } from 'vitest'
import type { EntityId } from '../../domain/ids.ts'
import type { EntityMention } from '../../domain/topic.ts'
import { shortNamesIn } from './short-names.ts'

const named = (...names: string[]): { entities: EntityMention[] } => ({
  entities: names.map((name) => ({
    id: `person:${name.toLowerCase().replaceAll(' ', '-')}` as EntityId,
    name,
    kind: 'person',
    mentions: [name],
    count: 1,
    salience: 0.5,
  })),
})
const found = (...reports: { entities: EntityMention[] }[]) =>
  [...shortNamesIn(reports)].map(([short, { name }]) => `${short} is ${name}`)

it('takes one name for the only full one of the story that it begins or ends', () => {
  expect(found(named('Quillfeather'), named('Ada Quillfeather'))).toEqual(['person:quillfeather is Ada Quillfeather'])
  expect(found(named('Tao', 'Ada Quillfeather'), named('Tao Wenbo'))).toEqual(['person:tao is Tao Wenbo'])
})

it('leaves a name that could be of two people, or of none', () => {
  expect(found(named('Quillfeather'), named('Ada Quillfeather', 'Bo Quillfeather'))).toEqual([])
  expect(found(named('Quill'), named('Ada Quillfeather'))).toEqual([])
  expect(found(named('Ada Quillfeather'), named('Ada Quillfeather'))).toEqual([])
})
