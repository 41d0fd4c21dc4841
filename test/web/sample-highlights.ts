/** What readers of the sample mark, in memory. */

import { type HighlightView, highlightLimits } from '../../src/server/api/contract/highlights.ts'
import type { Doors } from '../../src/server/doors.ts'
import { storyId } from '../../src/server/ids.ts'
import { ago, sampleNowMs } from './sample-news.ts'
import type { SampleState } from './sample-state.ts'

/** Reports are named after their stories: `strait-4`. */
export const isOf = (entryId: string, story: string): boolean => entryId.replace(/-\d+$/, '') === story

export function highlightDoors(state: SampleState): Pick<Doors, 'highlights' | 'highlight' | 'removeHighlight'> {
  return {
    highlights: async () => [...state.highlights.values()],
    highlight: async (_reader, { id, entryId, quote, before, after, start }) => {
      if (quote.length > highlightLimits.quoteLength)
        return { refused: { code: 'highlight-too-long', message: `${quote.length} characters are too many.` } }
      if (!entryId.startsWith('strait')) return undefined
      const made: HighlightView = { id, entryId, quote, before, after, start, at: ago(0) }
      state.highlights.set(id, made)
      const story = storyId('strait')
      if (!state.signals.some((signal) => signal.kind === 'saved' && signal.storyId === story))
        state.signals.push({ id: `highlight-${id}`, kind: 'saved', atMs: sampleNowMs, storyId: story })
      return made
    },
    removeHighlight: async (_reader, id) => {
      const removed = state.highlights.get(id)
      state.highlights.delete(id)
      return removed
    },
  }
}
