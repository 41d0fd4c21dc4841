import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EntryId } from '../../domain/ids.ts'
import type { Correction, StoryEntry } from '../../domain/story.ts'
import { clusterEntries } from './cluster-entries.ts'
import { nameStories } from './name-stories.ts'
import { StoryIndex } from './story-index.ts'
import { storySettings } from './story-settings.ts'

const hour = 3_600_000
const events = [
  ['Harbour bridge at Velmora closed after crack found', 'Crack found in Velmora harbour bridge, traffic stopped'],
  ['Osterlin parliament passes fishing quota law', 'Fishing quota law passes in Osterlin parliament'],
  ['Tennis: Mira Kolvane wins third title at Brask', 'Kolvane takes third Brask tennis title'],
  ['Volcano on Ilmar island sends ash over airport', 'Ash from Ilmar volcano shuts island airport'],
]
const entries: StoryEntry[] = events.flatMap((titles, event) =>
  [0, 1, 2].flatMap((round) =>
    titles.map((title, place) => ({
      id: `e${event}-${round}-${place}` as EntryId,
      title: round === 0 ? title : `${title} ${['', 'officials say', 'latest'][round]}`,
      text: '',
      language: 'en',
      publishedAtMs: 1_700_000_000_000 + (event * 5 + round) * hour,
      source: `outlet-${place}`,
    })),
  ),
)

const partition = (groups: readonly (readonly EntryId[])[]): string[] =>
  groups.map((group) => [...group].sort().join(' ')).sort()

describe('StoryIndex', () => {
  it('puts reports of one event together and others apart', () => {
    const groupOf = clusterEntries(entries, storySettings)
    const eventsOfGroups = new Map<number, Set<string>>()
    for (const [id, group] of groupOf)
      eventsOfGroups.set(group, (eventsOfGroups.get(group) ?? new Set()).add(id.slice(0, 2)))
    expect([...eventsOfGroups.values()].every((held) => held.size === 1)).toBe(true)
    expect(eventsOfGroups.size).toBeLessThan(8)
  })

  it('does not join reports in a language of few for the words that are common in it', () => {
    const few = [
      [
        's1',
        'El puente de la bahía de Velmora se cierra por una grieta',
        'El puente de la bahía, en Velmora, no se abre',
      ],
      [
        's2',
        'El Parlamento de Osterlin aprueba la ley de la pesca',
        'La ley de la pesca sale del Parlamento de Osterlin',
      ],
      ['s3', 'La tenista Kolvane gana el torneo de la ciudad de Brask', 'Kolvane se lleva el torneo de Brask'],
    ].flatMap(([event, ...titles]) =>
      titles.map((title, place) => ({ ...entries[place], id: `${event}-${place}` as EntryId, title, language: 'es' })),
    )
    // Every one has the other fields of an entry from the list above.
    const groupOf = clusterEntries([...entries, ...(few as StoryEntry[])], storySettings)
    const groups = new Map(few.map(({ id }) => [id.slice(0, 2), groupOf.get(id)]))
    expect(new Set(groups.values()).size).toBe(3)
  })

  it('ends with the stories of the whole set, whatever the order, the batches, and what came and went', () => {
    const groupOf = clusterEntries(entries, storySettings)
    const expected = new Map<number, EntryId[]>()
    for (const [id, group] of groupOf) expected.set(group, [...(expected.get(group) ?? []), id])
    fc.assert(
      fc.property(
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        fc.array(fc.nat({ max: entries.length - 1 })),
        (shuffled, settled) => {
          const index = new StoryIndex(storySettings)
          for (const [place, entry] of shuffled.entries()) {
            index.add(entry)
            if (settled.includes(place)) {
              index.remove(entry.id)
              index.settle()
              index.add(entry)
            }
          }
          index.settle({ full: true })
          expect(partition(index.groups())).toEqual(partition([...expected.values()]))
        },
      ),
      { numRuns: 20 },
    )
  })

  it('reports only stories that changed, and forgets what expired', () => {
    const index = new StoryIndex(storySettings)
    for (const entry of entries) index.add(entry)
    index.settle({ full: true })
    expect(index.settle()).toEqual([])
    const gone = index.expire({ newestMs: 1_700_000_000_000 + 24 * hour, days: 0.5 })
    expect(gone.length).toBeGreaterThan(0)
    const left = index.settle({ full: true }).flat()
    expect(left.some((id) => gone.includes(id))).toBe(false)
    expect(index.size).toBe(entries.length - gone.length)
  })
})

describe('corrections', () => {
  const id = fc.constantFrom(...entries.map((entry) => entry.id))
  const correction = fc.record({ kind: fc.constantFrom('apart' as const, 'together' as const), a: id, b: id })

  it('holds the newest in every settled story, and ends as if all had been known from the start', () => {
    fc.assert(
      fc.property(fc.array(correction, { maxLength: 8 }), fc.array(correction, { maxLength: 4 }), (early, late) => {
        const index = new StoryIndex(storySettings, early)
        for (const entry of entries) index.add(entry)
        index.settle()
        const corrections = [...early, ...late]
        index.correct(corrections)
        index.settle()
        const newest = corrections.at(-1)
        if (newest !== undefined && newest.a !== newest.b) {
          const story = index.groups().find((group) => group.includes(newest.a))
          expect(story?.includes(newest.b)).toBe(newest.kind === 'together')
        }
        index.settle({ full: true })
        const groupOf = clusterEntries(entries, storySettings, corrections)
        for (const [number, group] of index.groups().entries())
          for (const member of group) expect(groupOf.get(member)).toBe(number)
      }),
      { numRuns: 30 },
    )
  })

  it('takes a withdrawn correction back', () => {
    const index = new StoryIndex(storySettings)
    index.load(entries)
    const before = index.groups()
    const [a, b] = before[0] ?? []
    if (a === undefined || b === undefined) throw new Error('The first story must have two reports.')
    index.correct([{ kind: 'apart', a, b }])
    index.settle()
    expect(index.groups().find((group) => group.includes(a))).not.toContain(b)
    index.correct([])
    index.settle()
    expect(index.groups()).toEqual(before)
  })

  it('obeys at once when an entry comes', () => {
    const [first, second] = entries
    if (first === undefined || second === undefined) throw new Error('There must be two entries.')
    const placed = (corrections: Correction[]): readonly EntryId[] => {
      const index = new StoryIndex(storySettings, corrections)
      index.load(entries.filter((entry) => entry !== second))
      return index.add(second).story
    }
    expect(placed([])).toContain(first.id)
    expect(placed([{ kind: 'apart', a: first.id, b: second.id }])).not.toContain(first.id)
    const stranger = entries.at(-1)
    if (stranger === undefined) throw new Error('There must be a last entry.')
    expect(placed([{ kind: 'together', a: second.id, b: stranger.id }])).toContain(stranger.id)
  })
})

describe('nameStories', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'] as EntryId[] as [EntryId, EntryId, EntryId, EntryId]

  it('names a new story after its first entry and keeps the name with the larger part', () => {
    const first = nameStories([[a, b, c], [d]], new Map())
    expect(first.get(a)).toBe(first.get(c))
    const split = nameStories([[a], [b, c], [d]], first)
    expect(split.get(b)).toBe(first.get(a))
    expect(split.get(d)).toBe(first.get(d))
    expect(split.get(a)).not.toBe(first.get(a))
    const merged = nameStories([[a, b, c, d]], split)
    expect(new Set(merged.values())).toEqual(new Set([first.get(a)]))
  })
})
