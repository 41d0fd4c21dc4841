import type { StoryEntry } from '../domain/story.ts'
import type { FormedEntry, StoredEntry, StoredMember } from '../platform/storage/stories.ts'

/** A report as coverage sees it: of its outlet. */
export function reportOf(member: StoredMember): StoryEntry {
  return { ...storyEntryOf(member), source: member.outlet }
}

/** A stored entry as story formation sees it. */
export function storyEntryOf(entry: StoredEntry): StoryEntry {
  return { ...unreadEntryOf(entry), language: entry.language }
}

/** The same before its language is told: by what was understood of it, or by its words and by what its publisher declares. */
export type UnreadEntry = Omit<StoryEntry, 'language'> & Pick<FormedEntry, 'language' | 'declaredLanguage'>

/** A stored entry as it is sent to the thread that forms stories. */
export function unreadEntryOf(entry: FormedEntry): UnreadEntry {
  const { language, declaredLanguage } = entry
  return {
    id: entry.entryId,
    title: entry.title,
    text: entry.text,
    publishedAtMs: entry.publishedAtMs,
    source: entry.sourceId,
    ...(language === undefined ? {} : { language }),
    ...(declaredLanguage === undefined ? {} : { declaredLanguage }),
  }
}
