/** The log of pages: what each showed, by which model, with the chances of it. For learning and for replay. */
import { type RawBuilder, sql } from 'kysely'
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
  /** What is not named is zero. */
  readonly features: Readonly<Record<string, number>>
  /** Features named as reasons, the strongest first. */
  readonly reasons: readonly string[]
}

/** A page as it waits to be written, in JSON: as objects it would take many times the room. */
export type WrittenPage = { readonly readerId: ReaderId; readonly row: string }

/** Digits after the point that are kept of a number: a replay needs no more. */
const digits = 4

export function writtenPage({ readerId, id, madeAtMs, model, items }: LoggedPage): WrittenPage {
  const names: string[] = []
  for (const { features } of items) for (const name in features) if (!names.includes(name)) names.push(name)
  const beside = JSON.stringify({
    reader_id: readerId,
    id,
    made_at: new Date(madeAtMs).toISOString(),
    model,
    story_ids: items.map(({ storyId }) => storyId),
    feature_names: names,
    reasons: items.map(({ reasons }) => reasons.join(' ')),
  })
  const scores = rounded(items.map(({ score }) => score))
  const propensities = rounded(items.map(({ propensity }) => propensity))
  const features = rounded(items.flatMap((item) => names.map((name) => item.features[name] ?? 0)))
  const numbers = `"scores":${scores},"propensities":${propensities},"features":${features}`
  return { readerId, row: `${beside.slice(0, -1)},${numbers}}` }
}

/** Sign, digits of a safe integer, `e-4` and a comma. */
const charactersPerNumber = 1 + 16 + 3 + 1
const minus = 0x2d
const comma = 0x2c
const zero = 0x30
const exponent = Buffer.from(`e-${digits}`)
/** Where numbers are written, one list at a time. */
let room = Buffer.alloc(0)

/** Numbers as JSON: whole ones of the least that is kept (`1234e-4`), digit by digit, in a fifth of the time of texts joined. */
function rounded(values: readonly number[]): string {
  if (values.length * charactersPerNumber > room.length) room = Buffer.alloc(2 * values.length * charactersPerNumber)
  let end = 0
  for (const value of values) {
    if (end > 0) room[end++] = comma
    const units = Math.round(value * 10 ** digits)
    end = Number.isSafeInteger(units) && units !== 0 ? writeUnits(units, end) : room.writeUInt8(zero, end)
  }
  return `[${room.toString('latin1', 0, end)}]`
}

/** Answers where it ends. */
function writeUnits(units: number, start: number): number {
  let at = start
  if (units < 0) room[at++] = minus
  let rest = Math.abs(units)
  let length = 1
  for (let power = 10; power <= rest; power *= 10) length += 1
  for (let place = at + length - 1; place >= at; place -= 1) {
    const tenth = Math.floor(rest / 10)
    room[place] = zero + rest - tenth * 10
    rest = tenth
  }
  at += length
  room.set(exponent, at)
  return at + exponent.length
}

/** One statement for all. A page logged twice is there once. */
export async function savePages(db: Database, pages: readonly WrittenPage[]): Promise<void> {
  if (pages.length === 0) return
  // A reader erased meanwhile has no pages any more: what was still on its way is not written.
  await sql`
    insert into pages (reader_id, id, made_at, model, story_ids, scores, propensities, feature_names, features, reasons)
    select r.* from json_to_recordset(${`[${pages.map(({ row }) => row).join(',')}]`}::json)
      as r(reader_id uuid, id uuid, made_at timestamptz, model text, story_ids uuid[], scores real[], propensities real[],
        feature_names text[], features real[], reasons text[])
    join readers on readers.id = r.reader_id
    on conflict do nothing`.execute(db)
}

/** Of the page `p`: the features of the story at a place, as an object without those that are zero; `{}` where all are. */
export const featuresAt = (place: RawBuilder<number>): RawBuilder<Record<string, number>> => sql`(
  select coalesce(jsonb_object_agg(f.name, to_jsonb(f.value)) filter (where f.value <> 0), '{}')
  from (select n.name, p.features[(${place} - 1) * cardinality(p.feature_names) + n.place] as value
    from unnest(p.feature_names) with ordinality n(name, place)) f)`

/** A page as it was logged, with what its stories are now, and what the reader did until their next page. */
export type ToldPage = {
  readonly page: { readonly id: string; readonly reader: string; readonly madeAt: string; readonly model: string }
  /** In page order. `categories`: labels of its topics, the strongest first. `source`: the outlet, where it is one alone. */
  readonly items: readonly (LoggedItem & {
    readonly title: string
    readonly categories: readonly string[]
    readonly source?: string
  })[]
  readonly signals: readonly { readonly storyId: StoryId; readonly kind: string; readonly at: string }[]
}

export type PlaceInLog = { readonly madeAt: string; readonly id: string }

/** How long after a page a signal is still about it, where the reader asked for no other one. */
const aboutPageHours = 24

/**
 * Pages in order of time, from the one after `after` on. Readers are told apart by a digest under `salt`; with another salt
 * nobody can tell that they are the same ones.
 */
export async function pagesAfter(
  db: Database,
  options: { readonly after: PlaceInLog | undefined; readonly limit: number; readonly salt: string },
): Promise<ToldPage[]> {
  const { after, limit, salt } = options
  const madeAfter = after?.madeAt ?? '-infinity'
  const { rows } = await sql<{ told: ToldPage }>`
    with part as (
      select * from pages where (made_at, id) > (${madeAfter}::timestamptz, ${after?.id ?? noId}::uuid)
      order by made_at, id limit ${limit})
    select jsonb_build_object(
      'page', jsonb_build_object('id', p.id, 'madeAt', p.made_at, 'model', p.model,
        'reader', left(encode(sha256(convert_to(${salt}::text || p.reader_id::text, 'UTF8')), 'hex'), 16)),
      'items', (
        select coalesce(jsonb_agg(jsonb_build_object('storyId', i.id, 'score', p.scores[i.place],
          'propensity', p.propensities[i.place], 'features', ${featuresAt(sql<number>`i.place`)},
          'reasons', string_to_array(p.reasons[i.place], ' '), 'title', coalesce(s.headline, ''),
          'categories', coalesce((select jsonb_agg(t->>'label' order by (t->>'score')::float desc, t->>'id')
            from jsonb_array_elements(s.topics) t), '[]'))
          || case when o.title is null then '{}'::jsonb else jsonb_build_object('source', o.title) end order by i.place), '[]')
        from unnest(p.story_ids) with ordinality i(id, place)
        left join stories s on s.id = i.id
        left join lateral (
          select min(o.title) as title from story_entries m
          join entries e on e.id = m.entry_id and e.first_seen_at = m.first_seen_at
          join sources o on o.id = e.source_id where m.story_id = s.id having count(distinct e.source_id) = 1) o on true),
      'signals', (
        select coalesce(jsonb_agg(jsonb_build_object('storyId', coalesce(g.shown_as, g.story_id), 'kind', g.kind, 'at', g.at) order by g.at, g.id), '[]')
        from signals g where g.reader_id = p.reader_id and g.story_id is not null
          and g.at >= p.made_at and g.at < coalesce(n.made_at, p.made_at + ${aboutPageHours} * interval '1 hour'))
    ) as told
    from part p
    left join lateral (
      select made_at from pages o where o.reader_id = p.reader_id and o.made_at > p.made_at
        and o.made_at < p.made_at + ${aboutPageHours} * interval '1 hour' order by made_at limit 1) n on true
    order by p.made_at, p.id`.execute(db)
  return rows.map(({ told }) => told)
}

/** Before every id. */
const noId = '00000000-0000-0000-0000-000000000000'
