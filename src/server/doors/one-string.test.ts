import { expect, test } from 'vitest'
import type { EntryId, SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { StoredStory } from '../../platform/storage/story-cards.ts'
import { OneString } from './one-string.ts'

test('a story says the same with strings that it shares', () => {
  // Ids in tests are plain words.
  const stored: StoredStory = {
    story: {
      id: 'story' as StoryId,
      headline: 'Harbour opens',
      language: 'en',
      entryIds: ['one' as EntryId],
      sourceIds: ['herald' as SourceId],
      firstAtMs: 1,
      latestAtMs: 2,
      keyPoints: ['It is open'],
      topics: [{ id: 'medtop:1' as TopicId, label: 'Ports', kind: 'subject', score: 0.5 }],
      entities: [],
      importance: 0.1,
    },
    reports: [
      {
        entryId: 'one' as EntryId,
        sourceId: 'herald' as SourceId,
        sourceTitle: 'The Herald',
        outlet: 'herald.example',
        atMs: 1,
        authors: ['Ada'],
        copyOf: 'two' as EntryId,
      },
    ],
    embedding: Float32Array.of(1, 0),
  }
  const strings = new OneString()
  expect(strings.shared(stored)).toEqual(stored)
  expect(strings.shared(stored)).toEqual(stored)
})
