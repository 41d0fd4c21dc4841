/** Vectors of headlines, versioned by model: those of two models are never mixed. */
import { sql } from 'kysely'
import type { StoryId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

/**
 * Makes this the model in use. Where another one was, every story waits for its vector again, the newest first; until it has
 * come the story has none. Returns whether the model is another one than before.
 */
export async function useModel(db: Database, model: string): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const { rows } =
      await sql`update embedding_state set model = ${model} where model <> ${model} returning model`.execute(tx)
    if (rows.length === 0) return false
    await sql`insert into embeddings_wanted (story_id) select id from stories order by id on conflict do nothing`.execute(
      tx,
    )
    return true
  })
}

/** Forgets the vectors of models that are no longer in use, once nothing waits for the one that is. */
export async function forgetOtherModels(db: Database): Promise<void> {
  await sql`delete from story_embeddings where model <> (select model from embedding_state)
    and not exists (select from embeddings_wanted)`.execute(db)
}

/** The model in use, and how many headlines wait for its vector. */
export async function embeddingProgress(db: Database): Promise<{ readonly model: string; readonly waiting: number }> {
  const { rows } = await sql<{ model: string; waiting: number }>`
    select model, (select count(*)::int from embeddings_wanted) as waiting from embedding_state`.execute(db)
  return rows[0] ?? { model: '', waiting: 0 }
}

export type Headline = { readonly storyId: StoryId; readonly headline: string }

export async function headlinesToEmbed(db: Database, limit: number): Promise<Headline[]> {
  const { rows } = await sql<{ id: StoryId; headline: string }>`
    select s.id, s.headline from embeddings_wanted w join stories s on s.id = w.story_id
    order by s.latest_at desc, s.id limit ${limit}`.execute(db)
  return rows.map((row) => ({ storyId: row.id, headline: row.headline }))
}

/**
 * Saves vectors as 32-bit floats; a headline that changed meanwhile keeps waiting, and so does one that is being described
 * just now: waiting for whoever describes it, while they wait for this, would be a deadlock.
 */
export async function saveVectors(
  db: Database,
  model: string,
  rows: readonly (Headline & { readonly vector: Float32Array })[],
): Promise<void> {
  const json = rows.map((row) => ({
    story_id: row.storyId,
    headline: row.headline,
    vector: bytesOf(row.vector).toString('base64'),
  }))
  await sql`
    insert into story_embeddings (story_id, model, headline, vector)
    select story_id, ${model}, headline, decode(vector, 'base64')
    from jsonb_to_recordset(${JSON.stringify(json)}::jsonb) as r(story_id uuid, headline text, vector text)
    on conflict (story_id, model) do update set headline = excluded.headline, vector = excluded.vector`.execute(db)
  await sql`
    delete from embeddings_wanted where story_id in (
      select w.story_id from embeddings_wanted w
        join story_embeddings v on v.story_id = w.story_id and v.model = ${model}
        join stories s on s.id = w.story_id and s.headline = v.headline
      where w.story_id = any(${rows.map((row) => row.storyId)}::uuid[]) for update of w skip locked)`.execute(db)
}

/** Stories that are no more wait for nothing. */
export async function forgetDroppedHeadlines(db: Database): Promise<void> {
  await sql`
    delete from embeddings_wanted where story_id in (
      select w.story_id from embeddings_wanted w
      where not exists (select from stories s where s.id = w.story_id) for update of w skip locked)`.execute(db)
}

/** The vectors of these stories' headlines, where they have one. */
export async function vectorsOf(db: Database, ids: readonly StoryId[]): Promise<Map<StoryId, Float32Array>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('story_embeddings')
    .select(['story_id', 'vector'])
    .where('story_id', 'in', ids)
    .where('model', '=', (eb) => eb.selectFrom('embedding_state').select('model'))
    .execute()
  // Written by saveVectors under story ids.
  return new Map(rows.map((row) => [row.story_id as StoryId, floatsOf(row.vector)]))
}

/** A vector as it is stored: 32-bit floats, as the machine orders them. */
export function bytesOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
}

/** Copied, because a row's buffer is a slice of a larger one at any offset. */
export function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer)
}
