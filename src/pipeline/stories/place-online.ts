import type { EntryId, StoryId } from '../../domain/ids.ts'
import type { StoryEntry } from '../../domain/story.ts'
import { nameStories, storyIdOf } from './name-stories.ts'
import { StoryIndex } from './story-index.ts'
import type { StorySettings } from './story-settings.ts'

/** Stories are settled after this share of entries, and at least so many, came in: settling costs more as stories grow. */
const unsettledShare = 0.05
const unsettledMin = 20

/** Takes entries one by one, in order of arrival, and tells of each the story that it stands in at that moment. */
export function placeOnline(settings: StorySettings): (entry: StoryEntry) => StoryId {
  const index = new StoryIndex(settings)
  const names = new Map<EntryId, StoryId>()
  return (entry) => {
    if (index.unsettled > Math.max(unsettledMin, index.size * unsettledShare))
      for (const [id, story] of nameStories(index.settle(), names)) names.set(id, story)
    const { story } = index.add(entry)
    const name = story.map((member) => names.get(member)).find((known) => known !== undefined) ?? storyIdOf(entry.id)
    names.set(entry.id, name)
    return name
  }
}
