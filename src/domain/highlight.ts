import type { EntryId } from './ids.ts'

/**
 * Words that a reader marked in an article, with what finds them again after it was edited: what stood around them, and
 * where (W3C Web Annotation's TextQuoteSelector and TextPositionSelector). White space counts nowhere.
 */
export type Highlight = {
  readonly id: string
  readonly entryId: EntryId
  readonly quote: string
  readonly before: string
  readonly after: string
  /** How many characters of the article's text stand before the quote, white space not counted. */
  readonly start: number
  readonly atMs: number
}
