import { describe, expect, it } from 'vitest'
import type { EntryId, StoryId } from '../../domain/ids.ts'
import type { Correction } from '../../domain/story.ts'
import { joinLinked, nearnessAsked, sameAcrossLanguages, sameEvents, type ToldStory } from './across-languages.ts'

const hourMs = 3_600_000

function told(name: string, more: Partial<ToldStory> & { readonly languages: readonly string[] }): ToldStory {
  return {
    id: name as StoryId,
    entryId: name as EntryId,
    firstAtMs: 0,
    latestAtMs: hourMs,
    headline: '4,300 tonnes',
    keyPoints: [],
    entities: [],
    vector: Float32Array.of(1, 0),
    ...more,
  }
}

describe('sameAcrossLanguages', () => {
  const english = told('english', { languages: ['en'] })
  const link = [{ a: 'english', b: 'spanish' }]

  it('joins what is near, at the same time, with a number or a name in common', () => {
    expect(
      sameAcrossLanguages([english, told('spanish', { languages: ['es'], headline: '4.300 toneladas' })], 0.8),
    ).toEqual(link)
    const entities = [{ id: 'country:NO', salience: 0.5 }] as unknown as ToldStory['entities']
    const spanish = told('spanish', { languages: ['es'], headline: 'Grano', entities })
    expect(sameAcrossLanguages([{ ...english, entities }, spanish], 0.8)).toEqual(link)
  })

  it.each([
    ['in one language', { languages: ['en', 'es'] }],
    ['in a language that is not known', { languages: ['und'] }],
    ['days later', { languages: ['es'], firstAtMs: 60 * hourMs, latestAtMs: 61 * hourMs }],
    ['with nothing in common', { languages: ['es'], headline: '870 metros' }],
    ['with a year in common', { languages: ['es'], headline: '2030' }],
    ['far away', { languages: ['es'], vector: Float32Array.of(0.6, 0.8) }],
  ])('joins nothing %s', (_, more) => {
    const stories = [{ ...english, headline: '4,300 tonnes in 2030' }, told('spanish', more)]
    expect(sameAcrossLanguages(stories, 0.8)).toEqual([])
  })

  it('joins one story of each language, the nearest', () => {
    const near = told('spanish', { languages: ['es'] })
    const less = told('less', { languages: ['es'], vector: Float32Array.of(0.96, 0.28) })
    expect(sameAcrossLanguages([english, less, near], 0.8)).toEqual(link)
  })
})

describe('nearnessAsked', () => {
  const corner = (n: number) => Float32Array.from({ length: 30 }, (_, at) => (at === n ? 1 : 0))

  it('lies between unlike sentences and translations', () => {
    const near = nearnessAsked(sameEvents.map((sentences, event) => sentences.map(() => corner(event))))
    expect(near).toBeGreaterThan(0.5)
    expect(near).toBeLessThan(1)
  })

  it('is nothing for a model that knows one language', () => {
    expect(
      nearnessAsked(sameEvents.map((sentences, event) => sentences.map((_, language) => corner(event * 5 + language)))),
    ).toBeUndefined()
  })
})

describe('joinLinked', () => {
  const groups = [['a', 'b'], ['c'], ['d']] as unknown as EntryId[][]
  const links = [{ a: 'b', b: 'd' }] as unknown as Parameters<typeof joinLinked>[1]

  it('makes one of groups that are linked', () => {
    expect(joinLinked(groups, links, [])).toEqual([['a', 'b', 'd'], ['c']])
    expect(joinLinked(groups, [], [])).toEqual(groups)
  })

  it('leaves apart what somebody parted, and forgets links of entries that are gone', () => {
    const apart = [{ kind: 'apart', a: 'd', b: 'a' }] as unknown as Correction[]
    expect(joinLinked(groups, links, apart)).toEqual(groups)
    expect(joinLinked(groups, [{ a: 'b', b: 'gone' }] as unknown as typeof links, [])).toEqual(groups)
  })
})
