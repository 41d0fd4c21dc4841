import { describe, expect, it } from 'vitest'
import type { EntryId, SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { StoryEntry } from '../../domain/story.ts'
import type { TopicScore } from '../../domain/topic.ts'
import { coverageOf } from './coverage.ts'
import { describeStory, type StoryMember } from './describe-story.ts'
import { chooseHeadline } from './headline.ts'
import { importanceOf, lifeCycleOf } from './importance.ts'
import { timelineOf } from './timeline.ts'

const hourMs = 3_600_000
const nowMs = 1_700_000_000_000

function entry(id: string, title: string, ageHours: number, change: Partial<StoryEntry> = {}): StoryEntry {
  const base = { id: id as EntryId, title, text: '', language: 'en', publishedAtMs: nowMs - ageHours * hourMs }
  return { ...base, source: `outlet of ${id}`, ...change }
}

const reports = [
  entry('a', 'Crack in sea wall shuts Velmora quay', 9),
  entry('b', 'Velmora quay shut by crack in sea wall | Brask Post', 8),
  entry('c', 'VELMORA QUAY SHUT: CRACK IN SEA WALL', 7),
  entry('d', 'Repairs of Velmora quay to cost 9 million crowns', 2),
  entry('e', 'Riss in der Kaimauer von Velmora', 3, { language: 'de' }),
]

describe('a story in words', () => {
  it('takes the headline that most agree on, without its outlet, unshouted, in the commonest language', () => {
    expect(['Crack in sea wall shuts Velmora quay', 'Velmora quay shut by crack in sea wall']).toContain(
      chooseHeadline(reports),
    )
    expect(chooseHeadline([])).toBe('')
  })

  it('leaves out of the headline the agency, the site and the outlet that it comes from', () => {
    const shown = (title: string) => chooseHeadline([entry('a', title, 1)])
    expect(shown('Crack in sea wall shuts Velmora quay (AP)')).toBe('Crack in sea wall shuts Velmora quay')
    expect(shown('Velmora quay may open -minister (Reuters) (Update 2)')).toBe('Velmora quay may open -minister')
    expect(shown('Velmora quay shut for good (brask-post.com)')).toBe('Velmora quay shut for good')
    expect(shown('Cierra el muelle de Velmora » Correo Brask')).toBe('Cierra el muelle de Velmora')
    expect(shown('Cierra el muelle de Velmora " CorreoBrask')).toBe('Cierra el muelle de Velmora')
    expect(shown('Velmora quay shut (again)')).toBe('Velmora quay shut (again)')
    expect(shown('(AP)')).toBe('(AP)')
  })

  it('knows no relation of countries whose teams meet, also where one report does not see that it is sport', () => {
    const sport = { id: 'medtop:15000000' as TopicId, label: 'Sport', kind: 'subject', score: 0.9 } as const
    const relation = { id: 'relation:a|b' as TopicId, label: 'A–B relations', kind: 'relation', score: 0.7 } as const
    const told = (topics: TopicScore[][]) =>
      describeStory(
        's' as StoryId,
        topics.map((own, n) => ({
          entry: entry(`${n}`, 'Velmora beats Brask', n),
          sourceId: 'x' as SourceId,
          understood: { language: 'en', keyPoints: [], topics: own, entities: [] },
        })),
        { copies: new Map(), nowMs, sources: 10 },
      ).topics.map(({ kind }) => kind)
    expect(told([[sport], [sport], [relation]])).toEqual(['subject'])
    expect(told([[relation], [relation], [sport]])).toEqual(['relation', 'subject'])
    expect(told([[relation]])).toEqual(['relation'])
  })

  it('tells what each report added, and that an echo added nothing', () => {
    const timeline = timelineOf(reports.toReversed())
    expect(timeline.map(({ entryId }) => entryId)).toEqual(['a', 'b', 'c', 'e', 'd'])
    expect(timeline[0]?.added).toBe('Crack in sea wall shuts Velmora quay')
    expect(timeline[2]?.added).toBeUndefined()
    expect(timeline[4]?.added).toContain('9 million crowns')
  })

  it('counts an outlet once in coverage', () => {
    const coverage = coverageOf([...reports, entry('f', 'Again', 1, { source: 'outlet of d' })])
    expect(coverage[0]).toEqual({ source: 'outlet of d', entryIds: ['d', 'f'] })
    expect(coverage).toHaveLength(5)
  })

  it('is more important with more outlets, with newer reports, and with no outlet in command', () => {
    const sources = 40
    const many = importanceOf({ entries: reports, sources, nowMs })
    expect(many).toBeGreaterThan(importanceOf({ entries: reports.slice(0, 2), sources, nowMs }))
    expect(many).toBeGreaterThan(importanceOf({ entries: reports, sources, nowMs: nowMs + 24 * hourMs }))
    const loud = [...reports, ...[1, 2, 3, 4, 5, 6].map((n) => entry(`x${n}`, 'More', 9, { source: 'outlet of a' }))]
    expect(importanceOf({ entries: loud, sources, nowMs })).toBeLessThan(1)
    expect(importanceOf({ entries: [], sources, nowMs })).toBe(0)
  })

  it('develops, settles and is archived', () => {
    const at = (hours: number) => lifeCycleOf({ latestAtMs: nowMs - hours * hourMs, nowMs })
    expect([at(1), at(30), at(200)]).toEqual(['developing', 'settled', 'archived'])
  })

  it('puts together what is known of its entries', () => {
    const members: StoryMember[] = reports.map((report) => ({
      entry: report,
      sourceId: report.source as SourceId,
      understood: { language: report.language, keyPoints: [report.title], topics: [], entities: [] },
      ...(report.id === 'b' ? { leadImage: { url: 'https://brask.example/quay.jpg' } } : {}),
    }))
    const story = describeStory('s' as StoryId, members, { copies: new Map(), nowMs, sources: 10 })
    expect(story.entryIds).toEqual(['a', 'b', 'c', 'e', 'd'])
    expect(story.latestAtMs).toBe(nowMs - 2 * hourMs)
    expect(story.keyPoints).toHaveLength(2)
    expect(story.leadImage?.url).toBe('https://brask.example/quay.jpg')
    expect(story.importance).toBeGreaterThan(0)
  })
})
