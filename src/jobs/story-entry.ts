import type { StoryEntry } from '../domain/story.ts'
import type { StoredEntry } from '../platform/storage/stories.ts'

/** A stored entry as story formation sees it. */
export function storyEntryOf(entry: StoredEntry): StoryEntry {
  return {
    id: entry.entryId,
    title: entry.title,
    text: entry.text,
    language: entry.language,
    publishedAtMs: entry.publishedAtMs,
    source: entry.sourceId,
  }
}
