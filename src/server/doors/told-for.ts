import { toldIn } from '../../pipeline/stories/told-in.ts'
import type { StoredStory } from '../../platform/storage/story-cards.ts'

/** By language; the same object each time, because what is made of a story once is remembered by it. */
const tellings = new WeakMap<StoredStory, Map<string, StoredStory>>()

/** The story as it is told to who reads these languages. */
export function toldFor(stored: StoredStory, reads: readonly string[] = []): StoredStory {
  if (stored.story.inOtherLanguages === undefined) return stored
  const story = toldIn(stored.story, reads)
  if (story === stored.story) return stored
  const held = tellings.get(stored) ?? new Map<string, StoredStory>()
  tellings.set(stored, held)
  const known = held.get(story.language) ?? { ...stored, story }
  held.set(story.language, known)
  return known
}
