/** The first run over HTTP, as a browser without scripts sees and uses it. */
import { parseHTML } from 'linkedom'
import { expect, test, vi } from 'vitest'
import { topics } from './sample-news.ts'
import { serve } from './serving.ts'

test('leads from nothing to a reader with interests and sources', async () => {
  const first = await serve({ readers: [], empty: true })
  const home = await fetch(first.url, { redirect: 'manual' })
  expect([home.status, home.headers.get('location')]).toEqual([303, '/start'])
  const stale = { headers: { cookie: 'salient-session=Old' }, redirect: 'manual' } as const
  expect((await fetch(first.url, stale)).headers.get('location')).toBe('/start')
  const { document } = await first.page('/start?country=AR')
  expect(document.querySelectorAll('.source-choice')).toHaveLength(3)

  const form = new FormData()
  form.append('name', 'Mira')
  form.append('url', 'https://src-harbour.example/feed.xml')
  form.append('url', 'https://src-meridian.example/feed.xml')
  form.append('urls', 'https://one.example/\nhttps://two.example/')
  form.append('topic', topics.corran.id)
  for (const code of ['', 'en', 'fr']) form.append('reads', code)
  form.append('opml', new Blob(['<opml version="2.0"/>'], { type: 'text/xml' }), 'list.opml')
  const made = await fetch(`${first.url}/start`, { method: 'POST', body: form, redirect: 'manual' })
  expect([made.status, made.headers.get('location')]).toEqual([303, '/'])
  expect(first.doors.state.readers.map((reader) => reader.name)).toEqual(['Mira'])
  expect(first.doors.state.follows.has(topics.corran.id)).toBe(true)
  expect(first.doors.state.sources).toHaveLength(4)
  expect(first.doors.state.reads).toEqual(['en', 'fr'])

  const filling = await first.page('/')
  expect(filling.document.querySelector('[data-filling] h2')?.textContent).toBe('Your sources are coming in.')
  expect(filling.document.querySelector('noscript meta')?.getAttribute('http-equiv')).toBe('refresh')
  await first.close()
})

test('is still coming in until the first story is made of what was read', async () => {
  const serving = await serve({ empty: true })
  const setup = await serving.doors.setup()
  const shown = async (more: object) => {
    vi.spyOn(serving.doors, 'setup').mockResolvedValue({ ...setup, sources: 6, sourcesPending: 0, stories: 0, ...more })
    const { document } = await serving.page('/')
    return [...document.querySelectorAll('[data-filling] :is(h2, p, progress), noscript meta')].map(
      (part) => part.textContent,
    )
  }
  expect(await shown({ entries: 30 })).toEqual([
    '',
    'Your sources are coming in.',
    '6 of 6 read, 0 stories so far.',
    '',
  ])
  const nothing = ['Nothing new at the moment.', 'What your sources publish appears here, the most telling first.']
  expect(await shown({ entries: 0 })).toEqual(nothing)
  expect(await shown({ entries: 30, stories: 9 })).toEqual(nothing)
  await serving.close()
})

test('says what is wrong with a name beside it, where the reader is led', async () => {
  const first = await serve({ readers: [], empty: true })
  const answer = await first.submit('/start', { name: ' ', urls: 'https://one.example/', reads: '' })
  expect(answer.status).toBe(400)
  const { document } = parseHTML(await answer.text())
  const alerts = [...document.querySelectorAll('[role="alert"]')]
  expect(alerts.map((alert) => alert.textContent)).toEqual([
    'Write a name of up to 60 characters, in one line and without control characters.',
  ])
  const field = alerts[0]?.parentElement?.querySelector('input[name="name"]')
  expect(field?.hasAttribute('autofocus')).toBe(true)
  expect([...document.querySelectorAll('.choice')].filter((choice) => choice.textContent === '')).toEqual([])
  await first.close()
})

test('says what is wrong with a list, and keeps the form', async () => {
  const first = await serve({ readers: [], empty: true })
  const form = new FormData()
  form.append('name', 'Mira')
  form.append('url', 'https://src-harbour.example/feed.xml')
  form.append('urls', 'https://one.example/ <x>')
  form.append('topic', topics.corran.id)
  form.append('opml', new Blob(['<html/>']), 'list.opml')
  const answer = await fetch(`${first.url}/start`, { method: 'POST', body: form, redirect: 'manual' })
  expect(answer.status).toBe(422)
  const text = await answer.text()
  expect(text).toContain('This file is not an OPML list.')
  const { document } = parseHTML(text)
  const ticked = [...document.querySelectorAll('input[type="checkbox"][checked]')].map((box) =>
    box.getAttribute('value'),
  )
  expect(ticked).toEqual(['https://src-harbour.example/feed.xml', topics.corran.id])
  expect(text).toMatch(/<textarea [^>]*>https:\/\/one\.example\/ &lt;x><\/textarea>/)
  await first.close()
})

test('the catalogue is narrowed in the words of the page, and two of one name and host are told apart', async () => {
  const first = await serve({ readers: [], empty: true })
  const found = await first.doors.catalogue({ limit: 9 })
  const twice = ['projects', 'design'].map((part) => ({
    url: `https://www.flat.example/${part}.rss`,
    name: 'Flat',
    added: false,
  }))
  const sources = [...found.sources, ...twice]
  vi.spyOn(first.doors, 'catalogue').mockResolvedValue({ ...found, sources })
  const { document } = await first.page('/start', { 'accept-language': 'de' })
  const all = (selector: string) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent)
  expect(all('select[name="country"] option')).toEqual(['Alle Länder', 'Argentinien (14)', 'Venezuela (9)'])
  expect(all('select[name="subject"] option')).toEqual(['Alle Sachgebiete', 'Wissenschaft (6)', 'World (11)'])
  expect(all('.source-choice small').slice(-3)).toEqual([
    expect.stringMatching(/^[^/]+$/),
    'flat.example/projects.rss',
    'flat.example/design.rss',
  ])
  await first.close()
})

test('countries stand in the words of the page, in its order, and are followed as topics', async () => {
  const first = await serve({ readers: [], empty: true })
  const german = await fetch(`${first.url}/start`, { headers: { 'accept-language': 'de' } })
  const { document } = parseHTML(await german.text())
  const names = [...document.querySelectorAll('.more-choices .choice')].map((choice) => choice.textContent)
  expect(names).toEqual(['Österreich', 'Sambia'])
  const again = await first.submit('/start', { name: 'Mira', narrow: '1', topic: 'entity:country:ZM' })
  const kept = parseHTML(await again.text()).document.querySelector('.more-choices')
  expect(kept?.hasAttribute('open')).toBe(true)
  expect(kept?.querySelector('[checked]')?.getAttribute('value')).toBe('entity:country:ZM')
  await first.close()
})
