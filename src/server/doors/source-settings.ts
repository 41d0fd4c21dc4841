/** What HTTP needs of the decisions about sources, and of the list of them. */
import type { SourceId } from '../../domain/ids.ts'
import type { SourceSettings } from '../api/contract/sources.ts'
import type { SourceView } from '../api/contract.ts'

export type SourceSettingDoors = {
  /** `undefined`: there is no such source. */
  readonly source: (id: SourceId) => Promise<SourceView | undefined>
  readonly setSource: (id: SourceId, settings: SourceSettings) => Promise<SourceView | undefined>
  /** An OPML list of all feeds in their folders. */
  readonly sourcesOpml: () => Promise<string>
}
