import type { StoryEntry } from '../domain/story.ts'
import type { StoredMember } from '../platform/storage/stories.ts'

/** A stored entry as story formation sees it. */
export function storyEntryOf(member: StoredMember): StoryEntry {
  return {
    id: member.entryId,
    title: member.title,
    text: member.text,
    language: member.understood.language,
    publishedAtMs: member.publishedAtMs,
    source: member.sourceId,
    entities: member.understood.entities.map(({ id, salience }) => ({ id, salience })),
  }
}
