/** How pages do with all readers together, for who runs the installation. Nobody is told apart. */
import { sql } from 'kysely'
import type { Database } from './database.ts'

export type ReadingFigures = {
  /** Days of UTC, oldest first, each `YYYY-MM-DD`; `opened`: stories opened that day that a page had shown before. */
  readonly days: readonly { readonly day: string; readonly pages: number; readonly opened: number }[]
  /** Of what was opened, how much stood in which places of the page that showed it last, the first place being 1. */
  readonly places: readonly { readonly from: number; readonly to: number; readonly opened: number }[]
}

/** The last part holds all that stood further down. */
const placesUpTo = [3, 10, 20, 30] as const
/** Newest opens that are looked up in the log of pages. */
const opensMax = 5_000

export async function readingFigures(db: Database, days: number): Promise<ReadingFigures> {
  const { rows: made } = await sql<{ day: string; pages: number }>`
    select to_char(made_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as pages from pages
    where made_at > now() - ${days} * interval '1 day' group by 1 order by 1`.execute(db)
  const { rows: opened } = await sql<{ day: string; part: number; opened: number }>`
    with opens as (
      select reader_id, coalesce(shown_as, story_id) as story_id, min(at) as at from signals
      where kind in ('opened', 'dwelt', 'finished') and story_id is not null and at > now() - ${days} * interval '1 day'
      group by 1, 2 order by 3 desc limit ${opensMax})
    select to_char(o.at at time zone 'UTC', 'YYYY-MM-DD') as day,
      least(width_bucket(shown.place::int, ${[1, ...placesUpTo.slice(0, -1).map((last) => last + 1)]}::int[]), ${placesUpTo.length}) as part,
      count(*)::int as opened
    from opens o cross join lateral (
      select array_position(p.story_ids, o.story_id) as place from pages p
      where p.reader_id = o.reader_id and p.made_at <= o.at and p.made_at > o.at - interval '1 day'
        and o.story_id = any(p.story_ids)
      order by p.made_at desc limit 1) shown
    group by 1, 2`.execute(db)
  const openedOn = (day: string): number => sumOf(opened.filter((row) => row.day === day))
  const allDays = [...new Set([...made, ...opened].map(({ day }) => day))].sort()
  return {
    days: allDays.map((day) => ({
      day,
      pages: made.find((row) => row.day === day)?.pages ?? 0,
      opened: openedOn(day),
    })),
    places: placesUpTo.map((to, place) => ({
      from: (placesUpTo[place - 1] ?? 0) + 1,
      to,
      opened: sumOf(opened.filter(({ part }) => part === place + 1)),
    })),
  }
}

function sumOf(rows: readonly { readonly opened: number }[]): number {
  return rows.reduce((sum, { opened }) => sum + opened, 0)
}
