/**
 * Where strings from requests become ids. An id carries no meaning beyond equality, so any bounded string may stand for
 * one: the doors answer "not there" for those that name nothing. That is why the casts below are sound.
 */
import type { EntityId, EntryId, SourceId, StoryId, TopicId } from '../domain/ids.ts'

export const storyId = (text: string): StoryId => text as StoryId
export const entityId = (text: string): EntityId => text as EntityId
export const entryId = (text: string): EntryId => text as EntryId
export const topicId = (text: string): TopicId => text as TopicId
export const sourceId = (text: string): SourceId => text as SourceId
