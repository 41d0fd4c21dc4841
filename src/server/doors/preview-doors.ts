/** The door to a page with other dials: ranked as pages are, shown in a few lines, logged nowhere. */
import type { HotWindow } from './hot-window.ts'
import { makePage } from './make-page.ts'
import type { PreviewDoors } from './preview.ts'
import type { QueryMatches } from './query-matches.ts'
import type { ReaderStates } from './reader-state.ts'

const storiesShown = 7

type Tools = { readonly window: HotWindow; readonly states: ReaderStates; readonly matches: QueryMatches }

export function previewDoors({ window, states, matches }: Tools): PreviewDoors {
  return {
    preview: async (reader, { dials, atMs }) => {
      const { profile } = await states.of(reader.id)
      const options = { readerId: reader.id, atMs, queries: await matches.of(reader.id) }
      const present = new Set(makePage(window, profile, options).page.items.map(({ storyId }) => storyId))
      const { page, stories } = makePage(window, { ...profile, dials }, options)
      const then = new Set(page.items.map(({ storyId }) => storyId))
      return {
        stories: page.items.slice(0, storiesShown).flatMap(({ storyId }) => {
          const stored = stories.get(storyId)
          if (stored === undefined) return []
          const { headline, language } = stored.story
          return [{ id: storyId, headline, language, isNew: !present.has(storyId) }]
        }),
        leaving: [...present].filter((id) => !then.has(id)).length,
      }
    },
  }
}
