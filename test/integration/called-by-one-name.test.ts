/** Who is called by one name alone is who that name nearly always means in the news of these days, as long as it does. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { entryIdOf, sourceIdOf } from '../../src/domain/derive-id.ts'
import type { TopicId } from '../../src/domain/ids.ts'
import { assignStory } from '../../src/jobs/assign-story.ts'
import { makeJobTables } from '../../src/jobs/job-tables.ts'
import { understandEntry } from '../../src/jobs/understand-entry.ts'
import type { Work } from '../../src/jobs/work.ts'
import { mergedTopicId } from '../../src/platform/storage/entity-merges.ts'
import { saveEntries } from '../../src/platform/storage/entries.ts'
import { addSources } from '../../src/platform/storage/sources.ts'
import { openWork } from '../harness/work.ts'

const sourceId = sourceIdOf('https://outlet.example/feed')
const nowMs = Date.parse('2030-01-01T10:00:00Z')
const places = [
  'Oslo',
  'Lisbon',
  'Cairo',
  'Lima',
  'Accra',
  'Quito',
  'Hanoi',
  'Tunis',
  'Dakar',
  'Riga',
  'Sofia',
  'Minsk',
]
const doings = (
  'opened a ferry|sued a port|sold cranes|planted trees|won a prize|bought a castle|lost an election|wrote a novel|broke a leg|' +
  'founded a school|raised taxes|left hospital'
).split('|')

/** One event each: who, in full or by the family name, does something somewhere. */
async function publish(work: Work, people: readonly string[], from: number): Promise<void> {
  await addSources(work.db, [
    { id: sourceId, kind: 'feed', feedUrl: 'https://outlet.example/feed', title: 'Outlet', folders: [] },
  ])
  const entries = people.map((who, n) => {
    const [place, doing] = [places[(from + n) % places.length], doings[(from + n) % doings.length]]
    const short = who.slice(who.lastIndexOf(' ') + 1)
    const text = `On Monday ${who} ${doing} in ${place}. People in ${place} said that ${short} was welcome.`
    return {
      id: entryIdOf(sourceId, String(from + n)),
      entry: { id: String(from + n), authors: [], categories: [], enclosures: [], media: [] },
      title: `${short} ${doing} in ${place}`,
      publishedAtMs: nowMs + (from + n) * 60_000,
      article: { videos: [], keyPoints: [], related: [], html: `<p>${text}</p>`, text },
    }
  })
  await saveEntries(work.db, { arrivals: [{ sourceId, entries }], nowMs })
  await understandEntry(work)
  await assignStory(work, { settle: true })
  // What was told otherwise is told again.
  await assignStory(work, {})
}

async function peopleTold(work: Work): Promise<(string | undefined)[]> {
  const { rows } = await sql<{ name: string | null }>`
    select (select e->>'id' from jsonb_array_elements(entities) e where e->>'id' like 'person:%quillfeather' limit 1) as name
    from stories order by first_at`.execute(work.db)
  return rows.map(({ name }) => name ?? undefined)
}

test('a family name is told as the one person whom it means, until it means another as often', async () => {
  await using held = await openWork()
  const { work, clock, pool } = held
  clock.nowMs = nowMs
  await makeJobTables(pool)
  const [ada, ben, short] = ['person:ada-quillfeather', 'person:ben-quillfeather', 'person:quillfeather']
  await publish(work, ['Quillfeather', 'Ada Quillfeather', 'Ada Quillfeather', 'Ada Quillfeather'], 0)
  expect(await peopleTold(work)).toEqual([short, ada, ada, ada])
  expect(await mergedTopicId(work.db, `entity:${short}` as TopicId)).toBe(`entity:${short}`)
  await publish(work, ['Ada Quillfeather'], 4)
  expect(await peopleTold(work)).toEqual([ada, ada, ada, ada, ada])
  expect(await mergedTopicId(work.db, `entity:${short}` as TopicId)).toBe(`entity:${ada}`)
  await publish(work, ['Quillfeather'], 5)
  expect((await peopleTold(work)).at(-1)).toBe(ada)
  await publish(work, ['Ben Quillfeather', 'Ben Quillfeather', 'Ben Quillfeather', 'Ben Quillfeather'], 6)
  expect(await peopleTold(work)).toEqual([short, ada, ada, ada, ada, short, ben, ben, ben, ben])
  expect(await mergedTopicId(work.db, `entity:${short}` as TopicId)).toBe(`entity:${short}`)
})

test('a name means nobody when the stories that said whom no longer say so', async () => {
  await using held = await openWork()
  const { work, clock, pool } = held
  clock.nowMs = nowMs
  await makeJobTables(pool)
  const [ada, short] = ['person:ada-quillfeather', 'person:quillfeather']
  await publish(
    work,
    ['Ada Quillfeather', 'Ada Quillfeather', 'Ada Quillfeather', 'Ada Quillfeather', 'Quillfeather'],
    0,
  )
  expect((await peopleTold(work)).at(-1)).toBe(ada)
  // They are understood otherwise now.
  await sql`update understandings set entities = '[]' where entities @> ${JSON.stringify([{ id: ada }])}::jsonb`.execute(
    work.db,
  )
  await sql`insert into descriptions_wanted (entry_id) select entry_id from understandings where entities = '[]' on conflict do nothing`.execute(
    work.db,
  )
  await assignStory(work, {})
  await assignStory(work, {})
  expect((await peopleTold(work)).at(-1)).toBe(short)
})

test('who mutes the name mutes whom it means, and no longer than it means them', async () => {
  await using held = await openWork()
  const { work, clock, pool } = held
  clock.nowMs = nowMs
  await makeJobTables(pool)
  const { rows } = await sql<{
    id: string
  }>`insert into readers (id, name) values (gen_random_uuid(), 'ada') returning id`.execute(work.db)
  const reader = rows[0]?.id ?? ''
  await sql`insert into mutes (reader_id, kind, ref, label, strength) values
    (${reader}, 'topic', 'entity:person:quillfeather', 'Quillfeather', 'hide')`.execute(work.db)
  const muted = async () => {
    const found = await sql<{ ref: string }>`select ref from mutes where reader_id = ${reader} order by ref`.execute(
      work.db,
    )
    return found.rows.map(({ ref }) => ref)
  }
  await publish(work, ['Ada Quillfeather', 'Ada Quillfeather', 'Ada Quillfeather', 'Ada Quillfeather'], 0)
  expect(await muted()).toEqual(['entity:person:ada-quillfeather', 'entity:person:quillfeather'])
  await publish(work, ['Ben Quillfeather', 'Ben Quillfeather'], 4)
  expect(await muted()).toEqual(['entity:person:quillfeather'])
})
