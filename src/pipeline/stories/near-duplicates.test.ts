import { describe, expect, it } from 'vitest'
import type { EntryId } from '../../domain/ids.ts'
import type { StoryEntry } from '../../domain/story.ts'
import { findNearDuplicates } from './near-duplicates.ts'

const sentences = [
  'The port of Velmora shut its northern quay on Tuesday after divers found a crack in the sea wall.',
  'Harbour master Ilse Tarn said 14 ships would be sent to Brask until engineers had looked at the damage.',
  'Repairs may take until the end of March and cost nine million crowns, the town council was told.',
  'Fishing boats can still reach the southern quay, but only while it is light.',
]

function entry(id: string, change: Partial<StoryEntry>): StoryEntry {
  return {
    id: id as EntryId,
    title: 'Crack in sea wall shuts Velmora quay',
    text: sentences.join('\n\n'),
    language: 'en',
    publishedAtMs: 1_700_000_000_000,
    source: id,
    ...change,
  }
}

function check(copy: Partial<StoryEntry>, isCopy: boolean): void {
  const later = entry('later', { publishedAtMs: 1_700_003_600_000, ...copy })
  const found = findNearDuplicates([later, entry('earlier', {})])
  expect([...found]).toEqual(isCopy ? [['later', 'earlier']] : [])
}

describe('findNearDuplicates', () => {
  it('knows a copy with a new headline case, an outlet in the headline, a cut tail, a summary alone', () => {
    check({}, true)
    check({ title: 'CRACK IN SEA WALL SHUTS VELMORA QUAY', text: sentences.slice(0, 2).join(' ') }, true)
    check({ title: 'Crack in sea wall shuts Velmora quay - wire' }, true)
    check({ title: 'Crack in sea wall shuts Velmora quay | Brask Post', text: sentences[0] ?? '' }, true)
    check({ title: 'Divers find crack, quay closes' }, true)
    check({ text: sentences.join(' ').replace('only while', 'only when') }, true)
  })

  it('knows a copy whose page names another desk above the text, another time, and what to read next', () => {
    const page = (desk: string): Partial<StoryEntry> => ({
      text: [`By Desk ${desk}`, `Updated ${desk} minutes ago`, ...sentences, `${desk} more from the coast`].join(
        '\n\n',
      ),
    })
    const found = findNearDuplicates([
      entry('earlier', page('15')),
      entry('later', { ...page('23'), publishedAtMs: 1_700_003_600_000 }),
    ])
    expect([...found]).toEqual([['later', 'earlier']])
    const results = (score: string): Partial<StoryEntry> => ({
      text: [`Velmora ${score} Brask`, ...sentences].join('\n\n'),
    })
    expect(findNearDuplicates([entry('earlier', results('2-1')), entry('later', results('3-1'))])).toEqual(new Map())
  })

  it('takes neither an update, nor a report of its own, nor a form letter with other figures for a copy', () => {
    const update = `${sentences.join(' ')} On Friday the crack grew. ${'All other quays were shut as well. '.repeat(6)}`
    check({ title: 'All of Velmora harbour shut', text: update }, false)
    check({ text: sentences.join(' ').replace('14 ships', '19 ships') }, false)
    check({ text: sentences.join(' ').replace('found a crack in', 'saw holes in').replace('southern', 'east') }, false)
    check(
      { text: 'Nobody may moor in the north of the harbour, because stone has come loose below the water line.' },
      false,
    )
    check(
      { title: 'Brask Mills: results', text: 'Brask Mills made a profit of 3 crowns a share in the first quarter.' },
      false,
    )
  })

  it('names the earliest for every copy, in whatever order they are given', () => {
    const copies = ['a', 'b', 'c', 'd'].map((id, place) => entry(id, { publishedAtMs: 1_700_000_000_000 + place }))
    const expected = new Map(['b', 'c', 'd'].map((id) => [id, 'a']))
    expect(findNearDuplicates(copies)).toEqual(expected)
    expect(new Map(findNearDuplicates(copies.toReversed()))).toEqual(expected)
  })
})
