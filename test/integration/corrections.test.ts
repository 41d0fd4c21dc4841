/** What people say of stories holds: reports taken out, stories put together, both taken back, all kept as labelled data. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Outlets, openOutlets } from '../harness/outlets.ts'
import { headersOf, openSalient, type Salient, urlOf } from '../harness/salient.ts'
import { until } from '../harness/until.ts'

type Card = { readonly id: string; readonly entryCount: number }
type Story = { readonly id: string; readonly timeline: readonly { readonly entryId: string }[] }

let outlets: Outlets
let salient: Salient
let url: string

beforeAll(async () => {
  outlets = await openOutlets(6, 2)
  salient = await openSalient()
  await salient.run(['add', outlets.opmlUrl])
  await salient.run(['refresh', '--wait'])
  url = await urlOf(salient.start(['serve']))
  // The first reader is the operator.
  for (const name of ['ada', 'ben', 'cyn']) await headersOf(salient, name)
})

afterAll(async () => {
  await salient[Symbol.asyncDispose]()
  await outlets[Symbol.asyncDispose]()
})

async function send(reader: string, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { ...(await headersOf(salient, reader)), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as unknown }
}

/** Stories as sets of entries, in one order. */
async function stories(): Promise<{ readonly id: string; readonly entries: readonly string[] }[]> {
  const { body } = await send('ada', 'GET', 'page?show=page')
  const { stories: shown } = body as { stories: Card[] }
  const whole = await Promise.all(
    shown.map(async ({ id }) => (await send('ada', 'GET', `stories/${id}`)).body as Story),
  )
  return whole.map(({ id, timeline }) => ({ id, entries: timeline.map(({ entryId }) => entryId).sort() }))
}

async function areTogether(entries: readonly string[]): Promise<boolean> {
  return (await stories()).some((story) => entries.every((id) => story.entries.includes(id)))
}

async function largest() {
  const [first, second] = (await stories()).sort((a, b) => b.entries.length - a.entries.length)
  if (first === undefined || second === undefined || first.entries.length < 2) throw new Error('no stories to correct')
  return { first, second }
}

test('the operator takes a report out of a story, and takes that back', async () => {
  const { first } = await largest()
  const [entry = '', ...left] = first.entries
  const said = await send('ada', 'POST', 'corrections', { kind: 'apart', storyId: first.id, entryIds: [entry] })
  expect(said).toMatchObject({ status: 200, body: { kind: 'apart', holds: true, undone: false } })
  await until('the split', async () => !(await areTogether([entry, ...left])) || undefined)
  expect(await areTogether(left)).toBe(true)
  const { id } = said.body as { id: string }
  expect(await send('ada', 'DELETE', `corrections/${id}`)).toMatchObject({ status: 200 })
  await until('the story as before', async () => (await areTogether(first.entries)) || undefined)
  expect(await send('ada', 'DELETE', `corrections/${id}`)).toMatchObject({ status: 404 })
})

test('the operator puts two stories together, and takes that back', async () => {
  const { first, second } = await largest()
  const both = [...first.entries, ...second.entries]
  const wish = { kind: 'together', storyId: first.id, otherStoryId: second.id }
  expect(await send('ben', 'POST', 'corrections', wish)).toMatchObject({ body: { error: { code: 'operator-only' } } })
  for (const [reader, id, label] of [
    ['ben', first.id, 'one'],
    ['ben', second.id, 'two'],
    ['cyn', second.id, 'three'],
  ] as const) {
    const saved = { id: `${reader} ${id}`, kind: 'saved', storyId: id, at: new Date().toISOString() }
    await send(reader, 'POST', 'signals', { signals: [saved] })
    await send(reader, 'PUT', `saved/${id}`, { labels: [label] })
  }
  const said = await send('ada', 'POST', 'corrections', wish)
  await until('one story', async () => (await areTogether(both)) || undefined)
  const [whole] = (await stories()).filter(({ entries }) => entries.includes(both[0] ?? ''))
  for (const [reader, labels] of [
    ['ben', ['one', 'two']],
    ['cyn', ['three']],
  ] as const) {
    const { body } = await send(reader, 'GET', 'saved')
    expect(body).toMatchObject({ stories: [{ id: whole?.id, labels }] })
    expect((body as { stories: object[] }).stories).toHaveLength(1)
    await until('the story to be known as saved', async () => {
      const { body: story } = await send(reader, 'GET', `stories/${whole?.id}`)
      return (story as { saved: boolean }).saved || undefined
    })
  }
  const { id } = said.body as { id: string }
  await send('ada', 'DELETE', `corrections/${id}`)
  await until('two stories', async () => !(await areTogether(both)) || undefined)
})

test('a reader is believed when a second one says the same', async () => {
  const { first } = await largest()
  const [entry = ''] = first.entries
  const wish = { kind: 'apart', storyId: first.id, entryIds: [entry] }
  expect(await send('ben', 'POST', 'corrections', wish)).toMatchObject({ status: 200, body: { holds: false } })
  expect(await send('cyn', 'POST', 'corrections', wish)).toMatchObject({ status: 200, body: { holds: true } })
  await until('the split', async () => !(await areTogether(first.entries)) || undefined)
  const { body } = await send('cyn', 'GET', 'corrections')
  expect((body as { corrections: unknown[] }).corrections).toHaveLength(1)
})

test('what cannot be corrected is refused', async () => {
  const { first } = await largest()
  const apart = (entryIds: string[]) => ({ kind: 'apart', storyId: first.id, entryIds })
  expect(await send('ada', 'POST', 'corrections', apart([...first.entries]))).toMatchObject({
    body: { error: { code: 'correction-empty' } },
  })
  expect(await send('ada', 'POST', 'corrections', apart(['elsewhere']))).toMatchObject({
    body: { error: { code: 'not-in-story' } },
  })
  expect(await send('ada', 'POST', 'corrections', { ...apart(['x']), storyId: 'none' })).toMatchObject({ status: 404 })
})

test('two entities that are one are one everywhere, until the operator takes it back', async () => {
  const { body } = await send('ada', 'GET', 'page')
  const { stories: shown } = body as { stories: Card[] }
  const views = await Promise.all(shown.map(async ({ id }) => (await send('ada', 'GET', `stories/${id}`)).body))
  const topics = (views as { topics: { id: string; kind: string }[] }[]).flatMap((view) => view.topics)
  const [alias, target] = [...new Set(topics.flatMap(({ id, kind }) => (kind === 'entity' ? [id] : [])))]
  if (alias === undefined || target === undefined) throw new Error('no two entities to merge')
  const storiesOf = async (topic: string): Promise<string[]> => {
    const { body: view } = await send('ada', 'GET', `topics/${encodeURIComponent(topic)}`)
    return (view as { stories: Card[] }).stories.map(({ id }) => id).sort()
  }
  const [ofAlias, ofTarget] = [await storiesOf(alias), await storiesOf(target)]
  await send('ben', 'POST', 'follows', { kind: 'topic', topicId: alias })
  await send('ben', 'POST', 'mutes', { targets: [{ kind: 'topic', topicId: alias }], strength: 'none' })
  const merge = { aliasId: alias.slice('entity:'.length), entityId: target.slice('entity:'.length) }
  expect(await send('ben', 'POST', 'merges', merge)).toMatchObject({ body: { error: { code: 'operator-only' } } })
  expect(await send('ada', 'POST', 'merges', merge)).toMatchObject({ status: 200, body: merge })
  const both = [...new Set([...ofAlias, ...ofTarget])].sort()
  expect(await storiesOf(target)).toEqual(both)
  // The alias's address leads to the entity that it is.
  expect((await send('ada', 'GET', `topics/${encodeURIComponent(alias)}`)).body).toMatchObject({ id: target })
  await until('the follow of what it is', async () => {
    const { body: followed } = await send('ben', 'GET', 'follows')
    return (
      (followed as { follows: { topicId: string }[] }).follows.some(({ topicId }) => topicId === target) || undefined
    )
  })
  const { mutes } = (await send('ben', 'GET', 'profile')).body as { mutes: object[] }
  expect(mutes).toContainEqual(expect.objectContaining({ id: `topic:${target}`, strength: 'none' }))
  expect(await send('ada', 'POST', 'merges', { aliasId: merge.entityId, entityId: merge.aliasId })).toMatchObject({
    body: { error: { code: 'merge-circular' } },
  })
  expect(await send('ada', 'DELETE', `merges/${encodeURIComponent(merge.aliasId)}`)).toMatchObject({ status: 200 })
  expect([await storiesOf(alias), await storiesOf(target)]).toEqual([ofAlias, ofTarget])
  // What readers followed and muted by the merge goes with it; what they said themselves stays.
  const after = (await send('ben', 'GET', 'profile')).body as {
    follows: { topicId?: string }[]
    mutes: { id: string }[]
  }
  expect(after.follows.map(({ topicId }) => topicId)).toEqual([alias])
  expect(after.mutes.map(({ id }) => id)).toEqual([`topic:${alias}`])
})

test('a subject is no name that could be another one', async () => {
  const { first } = await largest()
  const { topics } = (await send('ada', 'GET', `stories/${first.id}`)).body as {
    topics: { id: string; kind: string }[]
  }
  const subject = topics.find(({ kind }) => kind === 'subject')?.id ?? ''
  const entity = topics.find(({ kind }) => kind === 'entity')?.id.slice('entity:'.length) ?? ''
  expect([subject, entity]).not.toContain('')
  const merge = async (aliasId: string, entityId: string) => await send('ada', 'POST', 'merges', { aliasId, entityId })
  expect(await merge(subject, entity)).toMatchObject({ status: 422, body: { error: { code: 'not-an-entity' } } })
  expect(await merge(entity, 'person:nobody')).toMatchObject({ body: { error: { code: 'entity-unknown' } } })
})

test('merges said at once lead in no circle; one taken back leaves the others as they were said', async () => {
  const found = await Promise.all(
    ['a', 'e', 'o', 'r'].map(async (letter) => (await send('ada', 'GET', `search?text=${letter}`)).body),
  )
  const topics = (found as { topics: { id: string; kind: string }[] }[]).flatMap((each) => each.topics)
  const entities = [
    ...new Set(topics.flatMap(({ id, kind }) => (kind === 'entity' ? [id.slice('entity:'.length)] : []))),
  ]
  const [a = '', b = '', c = ''] = entities
  expect(c).not.toBe('')
  const merge = async (aliasId: string, entityId: string) => await send('ada', 'POST', 'merges', { aliasId, entityId })
  const separate = async (id: string) => await send('ada', 'DELETE', `merges/${encodeURIComponent(id)}`)
  const leadsTo = async (id: string) =>
    ((await send('ada', 'GET', `topics/${encodeURIComponent(`entity:${id}`)}`)).body as { id: string }).id
  const two = await Promise.all([merge(a, b), merge(b, a)])
  expect(two.map(({ status }) => status).sort((x, y) => x - y)).toEqual([200, 422])
  for (const id of [a, b]) await separate(id)

  await merge(a, b)
  await merge(b, c)
  expect([await leadsTo(a), await leadsTo(b)]).toEqual([`entity:${c}`, `entity:${c}`])
  expect(await merge(c, a)).toMatchObject({ body: { error: { code: 'merge-circular' } } })
  // Whoever follows an alias follows what it is.
  expect(await send('cyn', 'POST', 'follows', { kind: 'topic', topicId: `entity:${a}` })).toMatchObject({
    body: { topicId: `entity:${c}` },
  })
  await separate(b)
  expect([await leadsTo(a), await leadsTo(b)]).toEqual([`entity:${b}`, `entity:${b}`])
  await separate(a)
  expect(await leadsTo(a)).toBe(`entity:${a}`)
})

test('what is said twice at once is said once', async () => {
  const { first } = await largest()
  const apart = { kind: 'apart', storyId: first.id, entryIds: first.entries.slice(0, 1) }
  const said = await Promise.all([1, 2, 3].map(async () => await send('cyn', 'POST', 'corrections', apart)))
  const ids = said.map(({ body }) => (body as { id: string }).id)
  expect(new Set(ids).size).toBe(1)
  expect(await send('cyn', 'DELETE', `corrections/${ids[0]}`)).toMatchObject({ status: 200 })
  const again = await send('cyn', 'POST', 'corrections', apart)
  expect(again).toMatchObject({ status: 200, body: { undone: false } })
  expect((again.body as { id: string }).id).not.toBe(ids[0])
})

test('everything said is exported with the entries as they were', async () => {
  const { stdout } = await salient.run(['corrections', '--ndjson'])
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  expect(pairs.length).toBeGreaterThan(3)
  expect(pairs[0]).toMatchObject({
    kind: 'apart',
    a: { id: expect.any(String), title: expect.stringContaining(' '), text: expect.stringContaining('council') },
    byOperator: true,
    undone: true,
  })
  expect(pairs.at(-1)).toMatchObject({ byOperator: false, undone: false })
})
