/** Doors to what a reader saved and read. */
import { isUuid } from '../../domain/derive-id.ts'
import { saveProfile } from '../../jobs/update-profile.ts'
import type { Work } from '../../jobs/work.ts'
import { highlightsUnder } from '../../platform/storage/highlights.ts'
import { forgetRead, labelSaved, readStories, savedLabels } from '../../platform/storage/kept-stories.ts'
import { publish } from '../../platform/storage/outbox.ts'
import { savedStories } from '../../platform/storage/readers.ts'
import { currentStoryId } from '../../platform/storage/story-cards.ts'
import { highlightView } from './highlight-doors.ts'
import type { HotWindow } from './hot-window.ts'
import type { KeptDoors } from './kept.ts'
import type { ReaderStates } from './reader-state.ts'
import { storyCard } from './story-card-view.ts'

const savedMax = 200
const historyMax = 200

type Tools = { readonly work: Work; readonly window: HotWindow; readonly states: ReaderStates }

export function keptDoors({ work, window, states }: Tools): KeptDoors {
  const { db } = work
  return {
    saved: async (reader) => {
      const [ids, labels] = await Promise.all([savedStories(db, reader.id, savedMax), savedLabels(db, reader.id)])
      const context = await states.cardContext(reader.id)
      const highlights = await highlightsUnder(db, reader.id, ids)
      return (await window.byId(ids)).map((stored) => ({
        ...storyCard(stored, context),
        labels: [...(labels.get(stored.story.id) ?? [])],
        highlights: (highlights.get(stored.story.id) ?? []).map(highlightView),
      }))
    },
    label: async (reader, id, labels) => {
      if (!isUuid(id)) return undefined
      const storyId = await currentStoryId(db, id)
      if (await labelSaved(db, reader.id, { storyId, labels })) return 'labelled'
      return (await window.byId([storyId])).length > 0 ? 'not-saved' : undefined
    },
    history: async (reader) => {
      const read = await readStories(db, reader.id, historyMax)
      const context = await states.cardContext(reader.id)
      const stories = new Map(
        (await window.byId(read.map(({ storyId }) => storyId))).map((stored) => [stored.story.id, stored]),
      )
      return read.flatMap(({ storyId, at, finished }) => {
        const stored = stories.get(storyId)
        return stored === undefined ? [] : [{ story: storyCard(stored, context), at: at.toISOString(), finished }]
      })
    },
    forgetRead: async (reader, id) => {
      if (!isUuid(id)) return
      await db.transaction().execute(async (tx) => {
        await forgetRead(tx, reader.id, await currentStoryId(tx, id))
        await saveProfile(tx, reader.id)
        await publish(tx, { kind: 'reader-changed', readerId: reader.id })
      })
      states.forget(reader.id)
    },
  }
}
