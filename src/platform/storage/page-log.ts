/** The log of pages: what each showed, by which model, with the chances of it. For learning and for replay. */
import { sql } from 'kysely'
import type { ReaderId, StoryId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

export type LoggedPage = {
  readonly readerId: ReaderId
  readonly id: string
  readonly madeAtMs: number
  readonly model: string
  /** In page order. */
  readonly items: readonly LoggedItem[]
}

export type LoggedItem = {
  readonly storyId: StoryId
  readonly score: number
  /** The chance that the page's draw of weights had also shown it, in (0, 1]. */
  readonly propensity: number
  /** Those that are not zero. */
  readonly features: Readonly<Record<string, number>>
  /** Features named as reasons. */
  readonly reasons: readonly string[]
}

/** One statement for all. A page logged twice is there once. */
export async function savePages(db: Database, pages: readonly LoggedPage[]): Promise<void> {
  if (pages.length === 0) return
  const rows = pages.map(({ readerId, id, madeAtMs, model, items }) => ({
    reader_id: readerId,
    id,
    made_at: new Date(madeAtMs).toISOString(),
    model,
    items,
  }))
  // A reader erased meanwhile has no pages any more: what was still on its way is not written.
  await sql`
    insert into pages (reader_id, id, made_at, model, items)
    select r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(reader_id uuid, id uuid, made_at timestamptz, model text, items jsonb)
    join readers on readers.id = r.reader_id
    on conflict do nothing`.execute(db)
}
