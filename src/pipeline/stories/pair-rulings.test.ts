import { describe, expect, it } from 'vitest'
import type { EntryId } from '../../domain/ids.ts'
import type { Correction } from '../../domain/story.ts'
import { joinGroups } from './join-groups.ts'
import { PairRulings } from './pair-rulings.ts'

const named = (name: string): EntryId => name as EntryId // Any string will do for an id here.
const say = (kind: Correction['kind'], a: string, b: string): Correction => ({ kind, a: named(a), b: named(b) })
const rulingsOf = (...corrections: Correction[]): PairRulings => new PairRulings(corrections)
const linkage = { joinAbove: 0, pairAbove: 0, absent: -1, sizeBonus: 0 }

describe('PairRulings', () => {
  it('reaches through others', () => {
    const rulings = rulingsOf(say('apart', 'c', 'd'), say('together', 'a', 'b'), say('together', 'b', 'c'))
    expect([...rulings.togetherWith(named('a'))].sort()).toEqual(['a', 'b', 'c'])
    expect(rulings.apartFrom(named('a'))).toEqual(['d'])
    expect([...rulings.apartFrom(named('d'))].sort()).toEqual(['a', 'b', 'c'])
    expect(rulings.togetherWith(named('unheard-of'))).toEqual(['unheard-of'])
  })

  it('lets the newer of two that contradict each other stand', () => {
    const split = rulingsOf(say('together', 'a', 'b'), say('together', 'b', 'c'), say('apart', 'c', 'a'))
    expect(split.apartFrom(named('a'))).toContain('c')
    expect([...split.togetherWith(named('b'))].sort()).toEqual(['b', 'c'])
    const joined = rulingsOf(say('apart', 'a', 'b'), say('together', 'a', 'b'))
    expect(joined.apartFrom(named('a'))).toEqual([])
    expect([...joined.togetherWith(named('a'))].sort()).toEqual(['a', 'b'])
  })

  it('speaks of the entries that are held, through those that are not', () => {
    const rulings = rulingsOf(say('together', 'a', 'gone'), say('together', 'gone', 'c'), say('apart', 'gone', 'd'))
    const numberOf = new Map([named('a'), named('c'), named('d')].map((id, number) => [id, number]))
    const { together, apart } = rulings.among(numberOf)
    expect(joinGroups(3, [], { ...linkage, together, apart })).toEqual([0, 0, 2])
  })
})

describe('joinGroups of two', () => {
  const options = { ...linkage, joinAbove: -0.5 }
  const unsure = { left: 0, right: 1, logit: -0.2 }

  it('leaves two apart of whom it is likelier that they are not one, unless a third or a ruling speaks for it', () => {
    expect(joinGroups(2, [unsure], options)).toEqual([0, 1])
    expect(joinGroups(2, [{ ...unsure, logit: 0.2 }], options)).toEqual([0, 0])
    expect(
      joinGroups(3, [unsure, { left: 0, right: 2, logit: -0.3 }, { left: 1, right: 2, logit: -0.3 }], options),
    ).toEqual([0, 0, 0])
    expect(joinGroups(2, [unsure], { ...options, together: [[0, 1]] })).toEqual([0, 0])
  })
})

describe('joinGroups under rulings', () => {
  const options = linkage
  const edges = [
    { left: 0, right: 1, logit: 5 },
    { left: 1, right: 2, logit: 4 },
    { left: 0, right: 2, logit: 3 },
    { left: 2, right: 3, logit: 2 },
  ]

  it('joins what must be together first, and weighs the rest against the group', () => {
    expect(joinGroups(4, edges, options)).toEqual([0, 0, 0, 3])
    expect(joinGroups(4, edges, { ...options, together: [[1, 3]] })).toEqual([0, 0, 0, 0])
    expect(joinGroups(5, edges, { ...options, together: [[4, 3]] })).toEqual([0, 0, 0, 3, 3])
  })

  it('never joins groups that hold a pair that must be apart, however much the rest agrees', () => {
    expect(joinGroups(4, edges, { ...options, apart: [[0, 1]] })).toEqual([0, 1, 1, 1])
    expect(
      joinGroups(4, edges, {
        ...options,
        together: [
          [0, 3],
          [1, 2],
        ],
        apart: [[3, 2]],
      }),
    ).toEqual([0, 1, 1, 0])
  })
})
