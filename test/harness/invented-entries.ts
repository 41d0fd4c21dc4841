/** Entries and sources of stories that a test or a benchmark made up, as rows. */
import { sql } from 'kysely'
import type { Story } from '../../src/domain/story.ts'
import type { Database } from '../../src/platform/storage/database.ts'

/** One entry for each id of each story; sources are made as they are met, with one author each, and are due in a year. */
export async function saveInventedEntries(
  db: Database,
  stories: readonly Pick<Story, 'headline' | 'entryIds' | 'sourceIds' | 'latestAtMs'>[],
): Promise<void> {
  const sources = [...new Set(stories.flatMap(({ sourceIds }) => sourceIds))].map((id) => ({ id }))
  await sql`
    insert into sources (id, feed_url, title, next_due_at)
    select id, 'http://127.0.0.1:9/' || id, 'Source ' || left(id::text, 4), now() + interval '1 year'
    from jsonb_to_recordset(${JSON.stringify(sources)}::jsonb) as r(id uuid) on conflict do nothing`.execute(db)
  const entries = stories.flatMap((story) =>
    story.entryIds.map((id, place) => ({
      id,
      source: story.sourceIds[place % story.sourceIds.length],
      title: `${story.headline}, told by outlet ${place}`,
      at: new Date(story.latestAtMs - place * 60_000).toISOString(),
    })),
  )
  await sql`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        as r(id uuid, source uuid, title text, at timestamptz)),
    keys as (
      insert into entry_keys (entry_id, first_seen_at, digest) select id, at, sha256(id::text::bytea) from r)
    insert into entries (id, first_seen_at, source_id, title, published_at, authors, published)
    select id, at, source, title, at, array['Author ' || left(source::text, 4)], '{}' from r`.execute(db)
}
