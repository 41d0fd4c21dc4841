/** Doors for what readers mark in articles. */
import { isUuid } from '../../domain/derive-id.ts'
import type { Highlight } from '../../domain/highlight.ts'
import { saveProfile } from '../../jobs/update-profile.ts'
import type { Work } from '../../jobs/work.ts'
import { loadArticle } from '../../platform/storage/article-pages.ts'
import { countHighlights, dropHighlight, listHighlights, saveHighlight } from '../../platform/storage/highlights.ts'
import { publish } from '../../platform/storage/outbox.ts'
import { holdReader, saveSignals } from '../../platform/storage/readers.ts'
import { type HighlightView, highlightLimits } from '../api/contract/highlights.ts'
import { entryId } from '../ids.ts'
import type { HighlightDoors } from './highlights.ts'
import type { ReaderStates } from './reader-state.ts'

export function highlightDoors({
  work: { db },
  states,
}: {
  readonly work: Work
  readonly states: ReaderStates
}): HighlightDoors {
  return {
    highlights: async ({ id }) => (await listHighlights(db, id, highlightLimits.perReader)).map(highlightView),
    highlight: async (reader, { id, atMs, ...given }) => {
      const { quoteLength, perArticle, perReader } = highlightLimits
      if (given.quote.length > quoteLength) return refused('highlight-too-long', tooLong(given.quote.length))
      const entry = entryId(given.entryId)
      const article = isUuid(entry) ? await loadArticle(db, entry) : undefined
      if (article === undefined) return undefined
      const made = { ...given, id, entryId: entry, storyId: article.storyId, atMs }
      const { saved } = await states.of(reader.id)
      const savesToo = made.storyId !== null && !saved.has(made.storyId)
      const full = await db.transaction().execute(async (tx) => {
        // Of what comes at once each sees what the one before it made.
        await holdReader(tx, reader.id)
        const { all, ofArticle } = await countHighlights(tx, reader.id, { entryId: entry, without: id })
        if (ofArticle >= perArticle) return tooMany(ofArticle, 'in this article')
        if (all >= perReader) return tooMany(all, 'in all articles')
        await saveHighlight(tx, reader.id, made)
        if (made.storyId === null || !savesToo) return undefined
        await saveSignals(tx, reader.id, [{ id: `highlight-${id}`, kind: 'saved', atMs, storyId: made.storyId }])
        await saveProfile(tx, reader.id)
        await publish(tx, { kind: 'reader-changed', readerId: reader.id })
        return undefined
      })
      if (full !== undefined) return refused('highlights-too-many', full)
      if (savesToo) states.forget(reader.id)
      return highlightView(made)
    },
    removeHighlight: async ({ id: readerId }, id) => {
      const removed = await dropHighlight(db, readerId, id)
      return removed && highlightView(removed)
    },
  }
}

/** As the API shows it. */
export function highlightView({ id, entryId: entry, quote, before, after, start, atMs }: Highlight): HighlightView {
  return { id, entryId: entry, quote, before, after, start, at: new Date(atMs).toISOString() }
}

function refused(code: string, message: string) {
  return { refused: { code, message } }
}

function tooLong(length: number): string {
  return `These are ${length} characters; ${highlightLimits.quoteLength} are the most that can be highlighted at once.`
}

function tooMany(count: number, where: string): string {
  return `There are ${count} highlights ${where}, which is the most there can be. Take one away first.`
}
