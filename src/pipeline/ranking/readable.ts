import type { SourceId } from '../../domain/ids.ts'
import type { Profile } from '../../domain/reader.ts'
import type { Story } from '../../domain/story.ts'

/** Which stories a reader's page may hold by their language. */
export type Readable = (story: Pick<Story, 'language' | 'inOtherLanguages' | 'sourceIds'>) => boolean

/**
 * With languages chosen: stories that are told in one of them, those whose language is not known, and those of outlets that the reader
 * follows, who asked for these. Undefined where all may stand there.
 */
export function readableBy({ reads = [], follows }: Profile): Readable | undefined {
  if (reads.length === 0) return undefined
  const languages = new Set(reads)
  const followed = new Set<SourceId>(follows.flatMap((follow) => (follow.kind === 'source' ? [follow.sourceId] : [])))
  return ({ language, inOtherLanguages, sourceIds }) =>
    language === 'und' ||
    languages.has(language) ||
    (inOtherLanguages !== undefined && reads.some((read) => Object.hasOwn(inOtherLanguages, read))) ||
    sourceIds.some((id) => followed.has(id))
}
