/** The pages over HTTP, as a browser without scripts sees and uses them. */
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sampleStories, topics } from './sample-news.ts'
import { asReader, press, type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve()
})

afterAll(async () => {
  await serving.close()
  expect(serving.errors).toEqual([])
})

const topicPath = `/topic/${encodeURIComponent(topics.strait.id)}`

describe('the page', () => {
  test('shows every story as one article with headline, reason, outlets and time', async () => {
    const { status, document } = await serving.page('/')
    expect(status).toBe(200)
    const cards = [...document.querySelectorAll('article')]
    expect(cards).toHaveLength(sampleStories.length)
    expect(cards[0]?.getAttribute('data-story')).toBe(sampleStories[0]?.id)
    for (const card of cards) {
      const story = sampleStories.find(({ id }) => id === card.getAttribute('data-story'))
      expect(card.querySelector('h2, h3')?.textContent).toBe(story?.headline)
      expect(card.querySelector('.why summary')?.textContent).toBe(story?.reasons[0]?.text)
      expect(card.querySelector('time')?.getAttribute('datetime')).toBe(story?.latestAt)
      expect(card.querySelector('.coverage')?.textContent).toMatch(/sources|\p{L}{3}/u)
      expect([...card.querySelectorAll('.acts > button')].map((b) => b.getAttribute('aria-label'))).toEqual([
        'More like this',
        'Less like this',
        'Save',
      ])
    }
    expect(document.querySelector('.end h2')?.textContent).toBe('You’re caught up.')
  })

  test('leads from a story of one report to its article, from others to the story', async () => {
    const { document } = await serving.page('/')
    const link = (id: string) => document.querySelector(`[data-story="${id}"] h2 a`)?.getAttribute('href')
    expect(link('strait')).toBe('/story/strait')
    expect(link('tarsh')).toBe('/article/tarsh-1')
  })

  test('says in which language and direction a headline is written', async () => {
    const { document } = await serving.page('/')
    const arabic = document.querySelector('[data-story="mina"] h2')
    expect([arabic?.getAttribute('lang'), arabic?.getAttribute('dir')]).toEqual(['ar', 'auto'])
  })

  test('shows each reason with its weight in words and its control', async () => {
    const { document } = await serving.page('/')
    const rows = [...document.querySelectorAll('[data-story="terminal"] .reasons li')]
    expect(rows.map((row) => row.querySelector('.weight-words')?.textContent)).toEqual([
      'counts a lot',
      'counts some',
      'counts some',
      'counts against, a little',
    ])
    expect(rows.map((row) => row.querySelector('button')?.firstChild?.textContent)).toEqual([
      'Unfollow',
      'Less of this',
      'Less of this',
      'Mute source',
    ])
  })
})

describe('nothing but this server is asked for', () => {
  const paths = [
    '/',
    '/story/strait',
    '/article/strait-4',
    topicPath,
    '/search?text=port',
    '/saved',
    '/history',
    '/sources',
    '/you',
    '/start',
  ]

  test.each(paths)('%s', async (path) => {
    const { status, document, text } = await serving.page(path)
    expect(status).toBe(200)
    const loaded = [...document.querySelectorAll('script, link, img, source, iframe, video, audio')]
    const addresses = loaded.map((element) => element.getAttribute('src') ?? element.getAttribute('href') ?? '')
    expect(addresses.length).toBeGreaterThan(2)
    for (const address of addresses) expect(address).toMatch(/^\/(assets|media)\//)
    // The style sheets are the policy's own (see guard.test.ts), and their files are ours.
    const styles = /<style>.*?<\/style>/gs
    expect(text.match(styles)?.join('')).not.toMatch(/url\((?!\/assets\/)/)
    expect(text.replaceAll(styles, '')).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i)
    expect([...document.querySelectorAll('script')].every((script) => script.textContent === '')).toBe(true)
  })
})

describe('a story', () => {
  test('unfolds, names who reports it, and leads to its articles', async () => {
    const { document } = await serving.page('/story/strait')
    expect(document.querySelector('h1')?.textContent).toContain('reopen the strait')
    expect([...document.querySelectorAll('.timeline .report-title')].map((title) => title.textContent)).toEqual([
      'Both ministries confirm the text',
      'Talks run through the night; a draft on inspection leaks',
      'Getreideexporteure setzen Freitag als Frist',
      'Second tug seized off Corran Light',
    ])
    expect(document.querySelector('.timeline li:last-child .by-whom')?.textContent).toContain('first to report')
    expect(document.querySelector('.timeline li:nth-child(3) .by-whom')?.textContent).toContain('in German')
    expect(document.querySelectorAll('.coverage-list li')).toHaveLength(4)
    expect(document.querySelector('.report-title a')?.getAttribute('href')).toBe('/article/strait-4')
  })

  test('counts as opened, once an hour, unless it was only fetched ahead', async () => {
    const opened = () => serving.doors.state.signals.filter((s) => s.kind === 'opened' && s.storyId === 'fever').length
    await fetch(`${serving.url}/story/fever`, { headers: { 'sec-purpose': 'prefetch' } })
    expect(opened()).toBe(0)
    await serving.page('/story/fever')
    await serving.page('/story/fever')
    expect(opened()).toBe(1)
  })
})

test('a topic’s page says its name once, and what was left out says why, and is no page of its own making', async () => {
  const topic = await serving.page(topicPath)
  expect(topic.document.querySelector('h1')?.textContent).toBe(topics.strait.label)
  const kickers = [...topic.document.querySelectorAll('article.card .kicker a')].map((link) => link.textContent)
  expect(topic.document.querySelectorAll('article.card').length).toBeGreaterThan(0)
  expect(kickers).not.toContain(topics.strait.label)
  const leftOut = await serving.page('/?show=left-out')
  expect(leftOut.document.querySelector('.partial')?.textContent).toContain('come next')
  expect(leftOut.document.querySelector('.mix')).toBeNull()
  expect((await serving.page('/')).document.querySelector('.mix')).not.toBeNull()
})

test('an empty search leads to what is written about, and only once there are stories', async () => {
  const { document } = await serving.page('/search')
  const links = [...document.querySelectorAll('.labels a')]
  expect(links.map((link) => link.textContent)).toContain(topics.strait.label)
  expect(links.map((link) => link.getAttribute('href'))).toContain(topicPath)
  expect((await serving.page('/search?text=port')).document.querySelector('.labels')).toBeNull()
  const empty = await serve({ empty: true })
  // Who only looks does not have the whole installation counted.
  vi.spyOn(empty.doors, 'setup').mockRejectedValue(new Error('everything is counted'))
  const idle = await empty.page('/search')
  expect([idle.status, idle.document.querySelector('.labels')]).toEqual([200, null])
  await empty.close()
})

test('from right to left, a line of names goes that way too, and addresses do not', async () => {
  const arabic = { 'accept-language': 'ar' }
  await serving.page('/story/strait')
  const history = await serving.page('/history', arabic)
  expect(history.document.querySelector('.read-list .faint bdi')?.getAttribute('dir')).toBe('rtl')
  for (const path of ['/sources', '/start'])
    expect(
      (await serving.page(path, arabic)).document.querySelector('textarea[name="urls"]')?.getAttribute('dir'),
    ).toBe('ltr')
})

describe('an article', () => {
  test('stands at the edge where its lines begin, whichever way the page goes', async () => {
    const headers = { 'accept-language': 'ar' }
    const { document } = parseHTML(await (await fetch(`${serving.url}/article/strait-4`, { headers })).text())
    expect(document.documentElement.getAttribute('dir')).toBe('rtl')
    for (const part of ['h1', '.by', '.body'])
      expect(document.querySelector(part)?.closest('[dir="ltr"]')).not.toBeNull()
    for (const part of ['.by time', '.topbar', '.foot'])
      expect(document.querySelector(part)?.closest('[dir="ltr"], [dir="rtl"]')?.getAttribute('dir')).toBe('rtl')
  })

  test('has its picture with caption and credit apart, key points, a video with its length, and the way out', async () => {
    const { document } = await serving.page('/article/strait-4')
    expect(document.querySelector('.kicker')?.textContent).toBe('Arden–Veyra relations')
    expect(document.querySelector('.by')?.textContent?.replaceAll('\u00a0', ' ')).toBe(
      'Tomas Reyl · Harbour Press · 23 November at 9:58 · 5 min',
    )
    expect(document.querySelector('figcaption span')?.textContent?.trim()).toBe(
      'Freighters at anchor below the Corran cliffs on Sunday.',
    )
    expect(document.querySelector('figcaption .credit')?.textContent).toBe('Ines Valdry / Harbour Press')
    expect([...document.querySelectorAll('.points li')].map((point) => point.textContent)).toEqual([
      'Inspection is joint, but only by day.',
      'Nothing is said about fishing.',
    ])
    expect(document.querySelector('.video-length')?.textContent).toBe('4:33')
    expect(document.querySelector('.foot')?.textContent).toBe('Read at Harbour Press6 comments there')
    expect(document.querySelector('.listed .rows a')?.textContent).toBe('Arden–Veyra relations')
    expect(document.querySelector('.body a')?.getAttribute('rel')).toBe('noreferrer noopener')
  })
})

describe('forms without scripts', () => {
  test('save and take back', async () => {
    const saved = async () =>
      (await serving.page('/')).document.querySelector('[data-story="fever"] [data-act="saved"]') ?? undefined
    const answer = await press(serving, await saved())
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/#story-fever'])
    expect((await saved())?.getAttribute('aria-pressed')).toBe('true')
    await press(serving, await saved())
    expect((await saved())?.getAttribute('aria-pressed')).toBe('false')
  })

  test('label what is saved, and show what has a label', async () => {
    await serving.submit('/do/signal', { back: '/', body: JSON.stringify({ kind: 'saved', storyId: 'terminal' }) })
    const body = JSON.stringify({ id: 'terminal' })
    const answer = await serving.submit('/do/label', { back: '/saved', body, labels: ' work, to discuss ,, work' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/saved'])
    const { document } = await serving.page('/saved')
    expect([...document.querySelectorAll('.labels a')].map((link) => link.textContent)).toEqual([
      'All',
      'to discuss 1',
      'work 1',
    ])
    const path = document.querySelectorAll('.labels a')[1]?.getAttribute('href') ?? ''
    const cards = [...(await serving.page(path)).document.querySelectorAll('article')]
    expect(cards.map((card) => card.getAttribute('data-story'))).toEqual(['terminal'])
    const unsaved = { back: '/saved', body: JSON.stringify({ id: 'gesetz' }), labels: 'work' }
    expect((await serving.submit('/do/label', unsaved)).status).toBe(404)
    const tooLong = { back: '/saved', body, labels: 'x'.repeat(41) }
    expect((await serving.submit('/do/label', tooLong)).status).toBe(400)
  })

  test('what was highlighted is marked in its article, quoted under what is saved, taken away there, and put back', async () => {
    const quote = 'inspectors of both countries go aboard'
    const lost = 'words that were there once'
    for (const [id, words] of [
      ['found', quote],
      ['lost', lost],
    ])
      await serving.send(`/api/v1/highlights/${id}`, { entryId: 'strait-4', quote: words }, 'PUT')
    const marked = async () => {
      const { document } = await serving.page('/article/strait-4')
      const marks = [...document.querySelectorAll('.body mark[data-highlight="found"]')]
      return {
        words: marks.map((mark) => mark.textContent).join(''),
        anchors: marks.map(({ id }) => id).filter((id) => id !== ''),
        lost: [...document.querySelectorAll('.quotes blockquote')].map((item) => item.textContent),
      }
    }
    expect(await marked()).toEqual({ words: quote, anchors: ['highlight-found'], lost: [lost] })
    const quotes = async () => [
      ...(await serving.page('/saved')).document.querySelectorAll('[data-story="strait"] .quotes li'),
    ]
    expect((await quotes()).map((item) => item.querySelector('a')?.getAttribute('href'))).toEqual([
      '/article/strait-4#highlight-found',
      '/article/strait-4#highlight-lost',
    ])
    const answer = await press(serving, (await quotes())[0]?.querySelector('button'))
    expect(answer.headers.get('location')).toMatch(/^\/saved\?undo=.*notice=unhighlighted$/)
    expect(await marked()).toEqual({ words: '', anchors: [], lost: [lost] })
    const after = await serving.page(answer.headers.get('location') ?? '')
    await press(serving, after.document.querySelector('.notice button'))
    expect(await marked()).toEqual({ words: quote, anchors: ['highlight-found'], lost: [lost] })
    serving.doors.state.highlights.clear()
  })

  test('set a source; an empty field goes back to what the source says', async () => {
    const set = (fields: Readonly<Record<string, string>>) =>
      serving.submit('/do/set-source', { back: '/sources', body: JSON.stringify({ id: 'src-meridian' }), ...fields })
    const source = () => serving.doors.state.sources.find(({ id }) => id === 'src-meridian')
    const answer = await set({
      name: 'My morning paper',
      folder: 'World / A/B ',
      fullText: 'always',
      intervalMinutes: '60',
    })
    expect(answer.headers.get('location')).toBe('/sources?notice=source-set')
    expect(source()).toMatchObject({ name: 'My morning paper', folders: ['World', 'A/B'] })
    const { document } = await serving.page('/sources')
    expect([...document.querySelectorAll('.folder')].map((folder) => folder.textContent)).toEqual(['World / A/B'])
    await set({ name: '', folder: '' })
    expect(source()).toMatchObject({ folders: [] })
    expect((await set({ name: '', folder: '', intervalMinutes: '1' })).status).toBe(400)
  })

  test('a story is taken out of what was read', async () => {
    await serving.page('/story/stage')
    const row = async () =>
      [...(await serving.page('/history')).document.querySelectorAll('.read-list li')].find((item) =>
        item.querySelector('a')?.getAttribute('href')?.endsWith('/stage'),
      )
    const answer = await press(serving, (await row())?.querySelector('button'))
    expect(answer.headers.get('location')).toBe('/history?notice=forgotten')
    expect(await row()).toBeUndefined()
  })

  test('two names are put together by the addresses of their topics, and taken apart again', async () => {
    const address = (id: string) => `${serving.url}/topic/${encodeURIComponent(`entity:${id}`)}`
    const merge = (alias: string, entity: string) =>
      serving.submit('/do/merge-names', { back: '/operator', alias, entity })
    const answer = await merge(`${address('place:peking')}?x=1`, address('place:beijing'))
    expect(answer.headers.get('location')).toMatch(/^\/operator\?undo=.*&notice=names$/)
    const rows = async () => [...(await serving.page('/operator')).document.querySelectorAll('#names li')]
    expect((await rows()).map((row) => row.querySelector('span')?.textContent)).toEqual([
      'place:peking = place:beijing',
    ])
    expect((await merge(address('place:beijing'), address('place:beijing'))).status).toBe(422)
    const wrong = await merge('/topic/%', address('place:beijing'))
    expect(wrong.status).toBe(400)
    // Who mistyped is led back to the form, not away from it.
    const ways = [...parseHTML(await wrong.text()).document.querySelectorAll('.message .pill')]
    expect(ways.map((way) => way.getAttribute('href'))).toEqual(['/operator'])
    await press(serving, (await rows())[0]?.querySelector('button'))
    expect(await rows()).toEqual([])
  })

  test('hide, with the way back on the next page', async () => {
    const { document } = await serving.page('/')
    const answer = await press(serving, document.querySelector('[data-story="stage"] [data-act="hidden"]'))
    const after = await serving.page(answer.headers.get('location') ?? '')
    expect(after.document.querySelector('[data-story="stage"]')).toBeNull()
    await press(serving, after.document.querySelector('.notice button'))
    expect((await serving.page('/')).document.querySelector('[data-story="stage"]')).not.toBeNull()
  })

  test('follow, unfollow, and the controls of reasons', async () => {
    const button = async () => (await serving.page(topicPath)).document.querySelector('.title .follow')
    expect((await button())?.textContent).toBe('Following Arden–Veyra relations')
    await press(serving, await button())
    expect(serving.doors.state.follows.has(topics.strait.id)).toBe(false)
    await press(serving, await button())
    expect(serving.doors.state.follows.has(topics.strait.id)).toBe(true)
    const { document } = await serving.page('/')
    await press(serving, document.querySelector('[data-story="strait"] .reasons button'))
    expect(serving.doors.state.follows.has(topics.strait.id)).toBe(false)
    await press(serving, document.querySelectorAll('[data-story="strait"] .reasons button')[1])
    expect(serving.doors.state.dials.importantPersonal).toBeCloseTo(0.85)
  })

  test('mute words in lines, for a time', async () => {
    const answer = await serving.submit('/do/mute', {
      back: '/you#mutes',
      words: 'royal tour\n\n  eclipse ',
      days: '7',
    })
    expect(answer.headers.get('location')).toMatch(/^\/you\?.*notice=muted$/)
    expect(serving.doors.state.mutes.map((mute) => mute.label).slice(-2)).toEqual(['royal tour', 'eclipse'])
  })

  test('turn the dials', async () => {
    await serving.submit('/do/dials', {
      back: '/',
      importantPersonal: '0.2',
      familiarExploring: '0.5',
      freshLasting: '1',
      chronological: 'on',
    })
    expect(serving.doors.state.dials).toEqual({
      importantPersonal: 0.2,
      familiarExploring: 0.5,
      freshLasting: 1,
      chronological: true,
    })
  })

  test('add sources: what could not be added is named on the spot', async () => {
    const good = await serving.submit('/do/add-sources', { back: '/sources', urls: 'https://one.example/' })
    expect(good.headers.get('location')).toBe('/sources?notice=sources-added&on=1')
    const mixed = await serving.submit('/do/add-sources', {
      back: '/sources',
      urls: 'https://two.example/\nnot an address',
    })
    expect(mixed.status).toBe(200)
    expect(await mixed.text()).toMatch(/not an address<\/b> This is not an address/)
  })

  test('languages to read are ticked in the words of the page, its own first, and none is all', async () => {
    await serving.submit('/do/reads', { reads: 'cy', back: '/you' })
    expect(serving.doors.state.reads).toEqual(['cy'])
    const { document } = await serving.page('/you')
    const choices = [...document.querySelectorAll('#reads .choice')]
    const names = choices.map((choice) => choice.textContent)
    expect([names[0], names.at(-1), new Set(names).size]).toEqual(['English', 'Welsh', names.length])
    expect(choices.map((choice) => choice.querySelector('[checked]') !== null).indexOf(true)).toBe(names.length - 1)
    await serving.submit('/do/reads', { reads: '', back: '/you' })
    expect(serving.doors.state.reads).toEqual([])
  })

  test('a subject or a country is followed from a list, by its name in the words of the page, and then no more in it', async () => {
    const german = { 'accept-language': 'de' }
    const listed = async () => {
      const { document } = await serving.page('/you', german)
      const names = (selector: string) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent)
      return { offered: names('#follows optgroup[label="Land"] option'), followed: names('#follows .rows a') }
    }
    expect((await listed()).offered).toEqual(['Österreich', 'Sambia'])
    const fields = { topicId: 'entity:country:AT', back: '/you#follows' }
    expect((await serving.submit('/do/follow', fields)).status).toBe(303)
    const after = await listed()
    expect([after.offered, after.followed.at(-1)]).toEqual([['Sambia'], 'Österreich'])
    await serving.submit('/do/unfollow', { body: '{"kind":"topic","topicId":"entity:country:AT"}', back: '/you' })
    expect((await listed()).offered).toHaveLength(2)
  })

  test('a search becomes a topic that is followed', async () => {
    const { document } = await serving.page('/search?text=tug%20seized')
    const answer = await press(serving, document.querySelector('.save-search button'))
    expect(answer.headers.get('location')).toContain('notice=search')
    expect([...serving.doors.state.queries.values()]).toEqual(['tug seized'])
    const again = await serving.page('/search?text=Tug%20seized')
    expect(again.document.querySelector('.save-search button')?.textContent).toBe('Following tug seized')
  })

  test('never lead to another host', async () => {
    for (const back of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', '']) {
      const answer = await serving.submit('/do/follow', {
        back,
        body: JSON.stringify({ kind: 'topic', topicId: topics.corran.id }),
      })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    }
  })
})

describe('time', () => {
  test('is told in the zone of the reader, where the script has told it', async () => {
    const titleIn = async (zone: string) => {
      const answer = await fetch(serving.url, { headers: { cookie: `zone=${encodeURIComponent(zone)}` } })
      return /<h1>(.*?)<\/h1>/.exec(await answer.text())?.[1]
    }
    expect(await titleIn('Asia/Tokyo')).toBe('Monday evening')
    expect(await titleIn('Nowhere/Else')).toBe('Monday morning')
  })
})

describe('the operator', () => {
  test('sees what is here; nobody else does', async () => {
    const two = await serve({ readers: ['Mira', 'Jón'] })
    const operator = await fetch(`${two.url}/operator`, { headers: asReader('Mira') })
    expect(parseHTML(await operator.text()).document.querySelectorAll('.figures div')).toHaveLength(14)
    const other = await fetch(`${two.url}/operator`, { headers: asReader('Jón') })
    expect(other.status).toBe(403)
    await two.close()
  })
})

describe('language', () => {
  const headOf = async (headers: Readonly<Record<string, string>>) => {
    const text = await (await fetch(serving.url, { headers })).text()
    return /<html lang="(\w+)" dir="(\w+)">.*?<h1>(.*?)<\/h1>/s.exec(text)?.slice(1)
  }

  test('is what the browser wishes, or what the reader chose; Arabic runs from right to left', async () => {
    expect(await headOf({})).toEqual(['en', 'ltr', 'Monday morning'])
    expect(await headOf({ 'accept-language': 'de-CH,fr;q=0.8' })).toEqual(['de', 'ltr', 'Montagmorgen'])
    const chosen = await serving.submit('/do/language', { back: '/you#language', language: 'ar' })
    const cookie = chosen.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(await headOf({ cookie, 'accept-language': 'de' })).toEqual(['ar', 'rtl', 'صباح الاثنين'])
    expect((await serving.submit('/do/language', { back: '/', language: '' })).headers.get('set-cookie')).toContain(
      'Max-Age=0',
    )
  })

  test('holds for what went wrong too', async () => {
    const text = await (await fetch(`${serving.url}/story/nope`, { headers: { 'accept-language': 'es' } })).text()
    expect(text).toContain('Esta historia no está aquí.')
  })
})

describe('a source', () => {
  test('has a page of its own, under its name', async () => {
    const { document } = await serving.page('/search?sourceId=src-velo')
    expect(Number(document.querySelector('.listed h2 .faint')?.textContent)).toBe(
      document.querySelectorAll('article.card').length,
    )
    expect(document.querySelector('h1')?.textContent).toBe('Vélo du Matin')
    expect(document.querySelectorAll('article')).toHaveLength(1)
  })
})

describe('what is not there', () => {
  test.each([
    ['/story/nope', 404, 'story-unknown'],
    ['/article/nope', 404, 'article-unknown'],
    ['/topic/nope', 404, 'topic-unknown'],
    ['/nowhere', 404, 'not-found'],
  ])('%s is said in words', async (path, status, code) => {
    const found = await serving.page(path)
    expect(found.status).toBe(status)
    expect(found.document.querySelector('h1')?.textContent).toBe('Not here.')
    expect(found.document.querySelector('.message .faint')?.textContent).toBe(code)
  })

  test('a path is shown back as text, never as markup', async () => {
    const { text } = await serving.page('/%3Cscript%3Ealert(1)%3C/script%3E?notice=<b>&on=<b>')
    expect(text).not.toContain('<script>alert')
  })
})
