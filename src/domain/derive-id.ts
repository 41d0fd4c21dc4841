import { createHash } from 'node:crypto'
import type { EntryId, SourceId } from './ids.ts'

/** UUID version 8 (RFC 9562, 5.8) made of a digest: the same words always give the same id. */
export function deriveId(...words: readonly string[]): string {
  const bytes = createHash('sha256').update(words.join('\n')).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Whether a string can be the id of a row at all. */
export function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
}

/** The id of the source at a feed URL. */
export function sourceIdOf(feedUrl: string): SourceId {
  // The one place where source ids are made.
  return deriveId('source', feedUrl) as SourceId
}

/** The id of an entry, from its source and its own key there. */
export function entryIdOf(sourceId: SourceId, key: string): EntryId {
  // The one place where entry ids are made.
  return deriveId('entry', sourceId, key) as EntryId
}
