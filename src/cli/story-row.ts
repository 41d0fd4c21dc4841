import type { EntryId } from '../domain/ids.ts'
import type { StoryEntry } from '../domain/story.ts'

/** A row of the cluster format. `times`: how often its id has come by now; two rows of one id are two entries. */
export function parseStoryRow(
  value: Record<string, unknown>,
  times: number,
): StoryEntry | { code: string; message: string } {
  const id = value['id']
  if (typeof id !== 'string' && typeof id !== 'number')
    return { code: 'no-id', message: `"id" must be a string or a number; received ${JSON.stringify(id) ?? 'none'}` }
  const title = textOf(value['title'])
  const text = textOf(value['text'])
  if (title.trim() === '' && text.trim() === '')
    return { code: 'no-words', message: 'there is neither a "title" nor a "text" to go by' }
  return {
    // Not the id of a stored entry: a key of this run alone.
    id: (times === 1 ? `${id}` : `${id}\n${times}`) as EntryId,
    title,
    text,
    language: textOf(value['language']),
    publishedAtMs: typeof value['publishedAt'] === 'string' ? Date.parse(value['publishedAt']) : Number.NaN,
    source: textOf(value['source']),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
