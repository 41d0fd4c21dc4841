/** What HTTP needs of what readers marked in articles. */
import type { Problem } from '../../domain/problem.ts'
import type { HighlightRequest, HighlightView } from '../api/contract/highlights.ts'
import type { Reader } from './reader.ts'

export type HighlightDoors = {
  /** By articles, those marked last first, and in each in the order of its text; bounded. */
  readonly highlights: (reader: Reader) => Promise<readonly HighlightView[]>
  /**
   * Marks words, and saves the article's story. The same id once more is the same mark. `undefined`: there is no such article.
   * Refused: `highlight-too-long`, `highlights-too-many`.
   */
  readonly highlight: (
    reader: Reader,
    given: HighlightRequest & { readonly id: string; readonly atMs: number },
  ) => Promise<HighlightView | { readonly refused: Problem } | undefined>
  /** What was taken away; `undefined` where the reader has no such mark. */
  readonly removeHighlight: (reader: Reader, id: string) => Promise<HighlightView | undefined>
}
