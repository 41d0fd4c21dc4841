import { expect, it } from 'vitest'
import type { TopicId } from '../../domain/ids.ts'
import type { TopicKind, TopicScore } from '../../domain/topic.ts'
import { leadTopic } from './story-card-view.ts'

const topic = (id: string, score: number, kind: TopicKind = 'subject'): TopicScore => ({
  id: id as TopicId,
  label: id,
  kind,
  score,
})
const [sport, event, games, politics] = ['medtop:15000000', 'medtop:20001108', 'medtop:20001177', 'medtop:11000000']
const lead = (topics: TopicScore[], followed: string[] = []) => leadTopic(topics, new Set(followed as TopicId[]))?.id

it('names the narrowest subject that a story is mostly about, but none that only holds others together', () => {
  expect(lead([topic(sport, 0.9), topic(event, 0.8), topic(games, 0.7)])).toBe(games)
  expect(lead([topic(sport, 0.9), topic(event, 0.8), topic(games, 0.2)])).toBe(sport)
  expect(lead([topic(sport, 0.9), topic(games, 0.2), topic(politics, 0.6)])).toBe(sport)
})

it('names what the reader follows, and a relation, before any subject', () => {
  const topics = [
    topic(sport, 0.9),
    topic(games, 0.7),
    topic(event, 0.8),
    topic('relation:country:CN|country:RU', 0.3, 'relation'),
  ]
  expect(lead(topics)).toBe('relation:country:CN|country:RU')
  expect(lead(topics, [sport])).toBe(games)
  expect(lead(topics, [politics])).toBe('relation:country:CN|country:RU')
  expect(lead([topic(sport, 0.9), topic(politics, 0.1)], [politics])).toBe(sport)
})
