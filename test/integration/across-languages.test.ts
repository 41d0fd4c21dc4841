/** One event that outlets tell in two languages is one story, where the embedding model knows both, and two where it does not. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { entryIdOf, sourceIdOf } from '../../src/domain/derive-id.ts'
import { assignStory } from '../../src/jobs/assign-story.ts'
import { embedStory } from '../../src/jobs/embed-story.ts'
import { openUrlEmbedder } from '../../src/jobs/embedder/url-embedder.ts'
import { makeJobTables } from '../../src/jobs/job-tables.ts'
import { linkLanguages } from '../../src/jobs/link-languages.ts'
import { understandEntry } from '../../src/jobs/understand-entry.ts'
import type { Work } from '../../src/jobs/work.ts'
import { sameEvents } from '../../src/pipeline/stories/across-languages.ts'
import { useModel } from '../../src/platform/storage/embeddings.ts'
import { saveEntries } from '../../src/platform/storage/entries.ts'
import { addSources } from '../../src/platform/storage/sources.ts'
import { openWork } from '../harness/work.ts'

const nowMs = Date.parse('2030-01-01T10:00:00Z')
const reports = [
  { language: 'en', title: 'Norway lends Brannhaven 4,300 tonnes of grain after the flood', event: 'grain' },
  { language: 'en', title: 'After the flood, Norway sends 4,300 tonnes of grain to Brannhaven', event: 'grain' },
  { language: 'es', title: 'Noruega presta 4.300 toneladas de grano a Brannhaven tras la inundación', event: 'grain' },
  { language: 'es', title: 'Chile inaugura un puente de 870 metros sobre el río Velmora', event: 'bridge' },
  { language: 'en', title: 'Kenya opens a school of music for 560 children in Tessel', event: 'school' },
]

/** Speaks /v1/embeddings. Whoever tells of one event, in whatever language, lies at one corner, as a multilingual model would have it. */
async function openService() {
  const eventOf = new Map([
    ...reports.map(({ title, event }) => [title, event] as const),
    ...sameEvents.flatMap((told, event) => told.map((sentence) => [sentence, `probe ${event}`] as const)),
  ])
  const corners = [...new Set(eventOf.values())]
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => {
      body += part.toString()
    })
    request.on('end', () => {
      const { input } = JSON.parse(body) as { input: string[] }
      const data = input.map((text, index) => ({
        index,
        embedding: corners.map((event) => (event === eventOf.get(text) ? 1 : 0.1)),
      }))
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

async function publish(work: Work): Promise<void> {
  for (const [n, { language, title }] of reports.entries()) {
    const url = `https://outlet-${n}.example/feed`
    const sourceId = sourceIdOf(url)
    await addSources(work.db, [{ id: sourceId, kind: 'feed', feedUrl: url, title: `Outlet ${n}`, folders: [] }])
    const entry = {
      id: entryIdOf(sourceId, 'only'),
      entry: { id: 'only', language, authors: [], categories: [], enclosures: [], media: [] },
      title,
      publishedAtMs: nowMs + n * 60_000,
      article: { language, videos: [], keyPoints: [], related: [], html: `<p>${title}.</p>`, text: `${title}.` },
    }
    await saveEntries(work.db, { arrivals: [{ sourceId, entries: [entry] }], nowMs })
  }
  await understandEntry(work)
  await assignStory(work, { settle: true })
}

async function storiesTold(db: Work['db']) {
  const { rows } = await sql<{ headlines: string[]; language: string }>`
    select s.language, array_agg(a.title order by a.title) as headlines from stories s
    join story_entries m on m.story_id = s.id join articles a on a.entry_id = m.entry_id
    group by s.id, s.language order by count(*) desc, min(a.title)`.execute(db)
  return rows.map(({ headlines }) => headlines.toSorted())
}

const grain = reports.flatMap(({ event, title }) => (event === 'grain' ? [title] : [])).toSorted()

test('a model that knows languages makes one story of what is told in two, and people can part it', async () => {
  await using service = await openService()
  await using embedder = await openUrlEmbedder({
    url: service.url,
    model: 'all-languages',
    allowPrivateNetworks: ['127.0.0.0/8'],
  })
  await using held = await openWork()
  await makeJobTables(held.pool)
  held.clock.nowMs = nowMs
  const work: Work = { ...held.work, embedder: async () => embedder }
  await useModel(work.db, embedder.model)
  await publish(work)
  expect(await storiesTold(work.db)).toHaveLength(4)
  held.asked.length = 0
  await embedStory(work)
  await linkLanguages(work)
  expect(held.asked).toContainEqual({ job: 'assign-story', settle: true })
  await assignStory(work, { settle: true })
  expect(await storiesTold(work.db)).toHaveLength(3)
  expect(await storiesTold(work.db)).toContainEqual(grain)
  const { rows: tellings } = await sql<{ telling: { es?: { headline: string } } }>`
    select in_other_languages as telling from stories where language = 'en' and in_other_languages is not null`.execute(
    work.db,
  )
  expect(tellings.map(({ telling }) => telling.es?.headline)).toEqual(reports.slice(2, 3).map(({ title }) => title))
  // Found once more, it is nothing new; and another settling changes nothing.
  held.asked.length = 0
  await embedStory(work)
  await linkLanguages(work)
  expect(held.asked).not.toContainEqual({ job: 'assign-story', settle: true })
  // What a person says goes before what the model says.
  const ids = await sql<{
    entry_id: string
  }>`select entry_id from articles where title = any(${[grain[0], grain.at(-1)]})`.execute(work.db)
  const [a, b] = ids.rows.map(({ entry_id }) => entry_id)
  await sql`insert into corrections (id, kind, story_id, by_operator) values (${a}, 'apart', ${a}, true)`.execute(
    work.db,
  )
  await sql`insert into correction_pairs (correction_id, kind, a, b, a_entry, b_entry)
    values (${a}, 'apart', ${a}, ${b}, '{}', '{}')`.execute(work.db)
  await sql`update story_state set settled = false`.execute(work.db)
  await assignStory(work, { settle: true })
  expect(await storiesTold(work.db)).toHaveLength(4)
})

test('the built-in model, which knows English, joins nothing across languages', async () => {
  await using held = await openWork()
  await makeJobTables(held.pool)
  held.clock.nowMs = nowMs
  await publish(held.work)
  await embedStory(held.work)
  await linkLanguages(held.work)
  const { rows } = await sql`select from language_links`.execute(held.work.db)
  expect(rows).toHaveLength(0)
})
