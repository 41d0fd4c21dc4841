/** What HTTP needs to show what other dials would make of a reader's page. */
import type { Dials } from '../../domain/reader.ts'
import type { PreviewView } from '../api/contract/preview.ts'
import type { Reader } from './reader.ts'

export type PreviewDoors = {
  /** Beside the page that the reader's own dials make at the same time. Nothing is logged. */
  readonly preview: (reader: Reader, options: { readonly dials: Dials; readonly atMs: number }) => Promise<PreviewView>
}
