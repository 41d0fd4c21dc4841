/** What people say of stories, and what of it holds. */
import { sql } from 'kysely'
import type { EntryId, ReaderId, StoryId } from '../../domain/ids.ts'
import type { Correction } from '../../domain/story.ts'
import type { Database } from './database.ts'

/** Corrections that hold at once; older ones are of stories that no longer change. */
const heldMax = 20_000
/** A reader who is not the operator is believed when others say the same. */
const readersMin = 2

export type CorrectionKind = Correction['kind']

export type StoredCorrection = {
  readonly id: string
  readonly kind: CorrectionKind
  readonly storyId: StoryId
  readonly readerId: ReaderId | null
  readonly at: Date
  readonly undoneAt: Date | null
  /** Whether stories are formed by it now. */
  readonly holds: boolean
  /** Titles of the entries that it names; first those that are in most of its pairs, which are one of each side. */
  readonly titles: readonly string[]
}

/** Keeps what was said with both entries as they are now. Pairs of entries that are not there are left out. */
export async function saveCorrection(
  db: Database,
  correction: {
    readonly id: string
    readonly kind: CorrectionKind
    readonly storyId: StoryId
    readonly readerId: ReaderId
    readonly byOperator: boolean
    readonly pairs: readonly Correction[]
  },
): Promise<void> {
  const { id, kind, storyId, readerId, byOperator } = correction
  await db
    .insertInto('corrections')
    .values({ id, kind, story_id: storyId, reader_id: readerId, by_operator: byOperator })
    .execute()
  // In one order, so that two readers who say the same are seen to.
  const pairs = correction.pairs.map(({ kind: ruling, a, b }) => (a < b ? { ruling, a, b } : { ruling, a: b, b: a }))
  await sql`
    with entry as (
      select e.id, jsonb_build_object('title', a.title, 'text', left(a.text, 4000), 'language', a.language,
        'publishedAt', e.published_at, 'source', e.source_id) as whole
      from entries e join articles a on a.entry_id = e.id and a.first_seen_at = e.first_seen_at
      where e.id = any(${pairs.flatMap(({ a, b }) => [a, b])}::uuid[]))
    insert into correction_pairs (correction_id, kind, a, b, a_entry, b_entry)
    select ${id}::uuid, r.ruling, r.a, r.b, one.whole, other.whole
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as r(ruling text, a uuid, b uuid)
    join entry one on one.id = r.a join entry other on other.id = r.b on conflict do nothing`.execute(db)
}

/** The reader's own correction in force that says just this already, if there is one. */
export async function sameCorrection(
  db: Database,
  {
    kind,
    readerId,
    pairs,
  }: { readonly kind: CorrectionKind; readonly readerId: ReaderId; readonly pairs: readonly Correction[] },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with given as (
      select distinct r.kind, least(r.a, r.b) as a, greatest(r.a, r.b) as b
      from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as r(kind text, a uuid, b uuid))
    select c.id from corrections c join correction_pairs p on p.correction_id = c.id
    left join given g on g.kind = p.kind and g.a = p.a and g.b = p.b
    where c.reader_id = ${readerId} and c.kind = ${kind} and c.undone_at is null
    group by c.id having count(g.a) = count(*) and count(*) = (select count(*) from given) order by c.id limit 1`.execute(
    db,
  )
  return rows[0]?.id
}

/** Which of a correction's pairs count: the operator's, and those that enough readers made alike. */
const isBelieved = sql`(c.by_operator or (
  select count(distinct d.reader_id) from correction_pairs q join corrections d on d.id = q.correction_id
  where q.a = p.a and q.b = p.b and q.kind = p.kind and d.undone_at is null) >= ${readersMin})`

/** What stories are formed by, oldest first. */
export async function correctionsHeld(db: Database): Promise<Correction[]> {
  const { rows } = await sql<{ kind: CorrectionKind; a: EntryId; b: EntryId }>`
    select kind, a, b from (
      select p.kind, p.a, p.b, c.at, c.id from correction_pairs p join corrections c on c.id = p.correction_id
      where c.undone_at is null and ${isBelieved}
      order by c.at desc, c.id desc limit ${heldMax}) held
    order by at, id, a, b`.execute(db)
  return rows
}

/** Nobody corrects anything, or takes it back, until the transaction ends; who is about to is waited for. */
export async function holdCorrections(db: Database): Promise<void> {
  await sql`lock table corrections in share mode`.execute(db)
}

/** The newest first; of one reader, or of all. */
export async function listCorrections(
  db: Database,
  options: { readonly readerId?: ReaderId; readonly limit: number },
): Promise<StoredCorrection[]> {
  const { rows } = await sql<StoredCorrection>`
    select c.id, c.kind, c.story_id as "storyId", c.reader_id as "readerId", c.at, c.undone_at as "undoneAt",
      c.undone_at is null and coalesce(bool_or(${isBelieved}), false) as holds,
      (select coalesce(array_agg(title order by pairs desc, title), '{}') from (
        select each.entry ->> 'title' as title, count(*) as pairs
        from correction_pairs q cross join lateral (values (q.a_entry), (q.b_entry)) as each(entry)
        where q.correction_id = c.id group by 1) named) as titles
    from corrections c left join correction_pairs p on p.correction_id = c.id
    where ${options.readerId ?? null}::uuid is null or c.reader_id = ${options.readerId ?? null}::uuid
    group by c.id order by c.at desc, c.id limit ${options.limit}`.execute(db)
  return rows
}

/** Takes it back; what was said stays. False: there is none to take back, or it is another reader's. */
export async function undoCorrection(
  db: Database,
  id: string,
  options: { readonly readerId?: ReaderId },
): Promise<boolean> {
  const { rows } = await sql`
    update corrections set undone_at = now() where id = ${id}::uuid and undone_at is null
      and (${options.readerId ?? null}::uuid is null or reader_id = ${options.readerId ?? null}::uuid)
    returning id`.execute(db)
  return rows.length > 0
}

export type LabelledPair = {
  readonly kind: CorrectionKind
  readonly a: object
  readonly b: object
  readonly at: string
  readonly byOperator: boolean
  readonly undone: boolean
}

/** Every pair ever said, in the order of saying, for training. `after`: how many were given before. */
export async function labelledPairs(db: Database, after: number, limit: number): Promise<LabelledPair[]> {
  const { rows } = await sql<LabelledPair>`
    select p.kind, p.a_entry || jsonb_build_object('id', p.a) as a, p.b_entry || jsonb_build_object('id', p.b) as b,
      to_char(c.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, c.by_operator as "byOperator",
      c.undone_at is not null as undone
    from correction_pairs p join corrections c on c.id = p.correction_id
    order by c.at, c.id, p.a, p.b offset ${after} limit ${limit}`.execute(db)
  return rows
}
