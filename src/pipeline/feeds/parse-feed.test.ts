import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { feedBytesMax, type ParsedFeed, parseFeed } from './parse-feed.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string, contentType?: string): ParsedFeed =>
  parseFeed(bytes(text), { url: 'https://post.example/rss', ...(contentType === undefined ? {} : { contentType }) })
const codes = ({ problems }: ParsedFeed): string[] => problems.map((problem) => problem.code)

const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:s="http://purl.org/rss/1.0/modules/slash/"
  xmlns:a="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour Post</title><link>/</link><ttl>30</ttl>
  <language>en</language><a:link rel="hub" href="https://hub.example/"/><a:link rel="self" href="https://post.example/rss"/>
  <item><title>Ferry &amp;amp; fog</title><link>/ferry</link><guid isPermaLink="false">f-1</guid><pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate>
  <description>&lt;a href="map"&gt;Map&lt;/a&gt;</description><dc:creator>Ada Quay</dc:creator><author>desk@post.example (Ben Pier)</author>
  <category>Sea</category><comments>/ferry#c</comments><s:comments>3</s:comments><enclosure url="/f.mp3" type="audio/mpeg" length="9"/>
  <media:group><media:content url="/f.jpg" medium="image" width="8" height="6"><media:credit>C. Mole</media:credit></media:content></media:group></item></channel></rss>`

test('RSS with its modules', () => {
  const { feed, problems } = read(rss)
  expect(problems).toEqual([])
  expect(feed).toMatchObject({
    format: 'rss',
    siteUrl: 'https://post.example/',
    hubUrl: 'https://hub.example/',
    intervalMinutes: 30,
  })
  expect(feed?.entries).toEqual([
    {
      id: 'f-1',
      url: 'https://post.example/ferry',
      title: 'Ferry &amp; fog',
      summary: '<a href="https://post.example/map">Map</a>',
      publishedAt: '2004-01-01T19:48:21.000Z',
      authors: ['Ada Quay', 'Ben Pier'],
      categories: ['Sea'],
      enclosures: [{ url: 'https://post.example/f.mp3', type: 'audio/mpeg', length: 9 }],
      media: [
        { url: 'https://post.example/f.jpg', kind: 'image', width: 8, height: 6, credit: 'C. Mole' },
        { url: 'https://post.example/f.mp3', kind: 'audio', type: 'audio/mpeg' },
      ],
      commentsUrl: 'https://post.example/ferry#c',
      commentCount: 3,
    },
  ])
})

test('Atom, under any prefix, with xml:base, xml:lang and XHTML', () => {
  const { feed, problems } =
    read(`<x:feed xmlns:x="http://www.w3.org/2005/Atom" xml:base="https://atoll.example/a/" xml:lang="fr">
    <x:title type="text">1 &lt; 2</x:title><x:link href="."/><x:entry xml:base="b/"><x:id>tag:1</x:id><x:link href="c"/>
    <x:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Go <a href="d">on</a><br/></div></x:content>
    <x:updated>2004-01-01T00:00:00Z</x:updated></x:entry></x:feed>`)
  expect(problems).toEqual([])
  expect(feed).toMatchObject({ format: 'atom', title: '1 < 2', siteUrl: 'https://atoll.example/a/', language: 'fr' })
  expect(feed?.entries[0]).toMatchObject({
    id: 'tag:1',
    url: 'https://atoll.example/a/b/c',
    content: 'Go <a href="https://atoll.example/a/b/d">on</a><br />',
    updatedAt: '2004-01-01T00:00:00.000Z',
  })
})

test('lines of plain text stay apart', () => {
  const json = (text: string) =>
    read(JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items: [{ id: '1', content_text: text }] })).feed
  expect(json('Ferry < tram\nand back.\r\n\r\nThe quay.\n')?.entries[0]?.content).toBe(
    '<p>Ferry &lt; tram<br>and back.</p><p>The quay.</p>',
  )
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><summary type="text">
    The ferry is
    back.

    The quay &lt; too.</summary></entry></feed>`
  expect(read(atom).feed?.entries[0]?.summary).toBe('<p>The ferry is\n    back.</p><p>The quay &lt; too.</p>')
})

test('JSON Feed and news sitemaps', () => {
  const json = read(
    '{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":7,"content_text":"a < b","tags":["x"],"authors":[{"name":"Ada"}]}]}',
  )
  expect(json.feed?.entries[0]).toMatchObject({ id: '7', content: 'a &lt; b', categories: ['x'], authors: ['Ada'] })
  const sitemap =
    read(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url>
    <loc>https://post.example/1</loc><n:news><n:publication><n:name>P</n:name><n:language>de</n:language></n:publication>
    <n:publication_date>2004-01-01</n:publication_date><n:title>Eins</n:title><n:keywords>a, b</n:keywords></n:news></url></urlset>`)
  expect(sitemap.feed).toMatchObject({ format: 'sitemap', title: 'P', language: 'de' })
  expect(sitemap.feed?.entries[0]).toMatchObject({
    url: 'https://post.example/1',
    title: 'Eins',
    categories: ['a', 'b'],
    publishedAt: '2004-01-01T00:00:00.000Z',
  })
})

test.each([
  ['undefined-entity', '<rss><channel><title>a&nbsp;b</title></channel></rss>', 'a b'],
  ['bare-ampersand', '<rss><channel><title>a & b</title></channel></rss>', 'a & b'],
  ['unclosed-tag', '<rss><channel><title>a</title><item><title>1</title><item><title>2</title>', 'a'],
  ['undeclared-prefix', '<rss><channel><dc:title>a</dc:title></channel></rss>', 'a'],
  ['leading-junk', 'Warning: x\n<?xml version="1.0"?><rss><channel><title>a</title></channel></rss>', 'a'],
  ['control-character', '<rss><channel><title>a\u0007</title></channel></rss>', 'a'],
  ['broken-tag', '<rss version=2.0><channel><title>a</title></channel></rss>', 'a'],
])('%s is repaired and told', (code, text, title) => {
  const parsed = read(text)
  expect(parsed.feed?.title).toBe(title)
  expect(codes(parsed)).toContain(code)
})

test.each([
  ['empty-body', ' \n', /empty/],
  ['not-a-feed', '<!DOCTYPE html><html><head><title>Log in</title></head></html>', /HTML page titled “Log in”/],
  ['not-a-feed', '<opml><body/></opml>', /OPML/],
  ['not-a-feed', '{"error":1}', /JSON/],
  ['not-a-feed', 'hello', /"hello"/],
])('%s: %s', (code, text, words) => {
  const { feed, problems } = read(text)
  expect(feed).toBeNull()
  expect(problems.find((problem) => problem.code === code)?.message).toMatch(words)
})

test('a file that is kept packed is unpacked, within the bound of all feeds', () => {
  const packed = gzipSync('<rss><channel><title>a</title></channel></rss>')
  expect(parseFeed(packed, { contentType: 'application/x-gzip' })).toMatchObject({ feed: { title: 'a' }, problems: [] })
  expect(codes(parseFeed(gzipSync(Buffer.alloc(feedBytesMax + 1, ' ')), {}))).toEqual(['too-large'])
  expect(parseFeed(packed.subarray(0, 30), {}).problems[0]?.message).toContain('cannot be unpacked')
})

test('encodings: declared, told by the server, and falsely told', () => {
  const [text, windows1251] = ['<rss><channel><title>Мир</title></channel></rss>', Uint8Array.of(0xcc, 0xe8, 0xf0)]
  const parts = text.split('Мир').map(bytes)
  const encoded = Buffer.concat([parts[0] ?? bytes(''), windows1251, parts[1] ?? bytes('')])
  expect(parseFeed(encoded, { contentType: 'text/xml; charset=windows-1251' }).feed?.title).toBe('Мир')
  expect(parseFeed(Buffer.from(`\ufeff${text}`, 'utf16le'), {}).feed?.title).toBe('Мир')
  const falsely = read(text, 'text/xml; charset=iso-8859-1')
  expect(falsely.feed?.title).toBe('Мир')
  expect(codes(falsely)).toEqual(['wrong-encoding'])
})

test('entity bombs stay small', () => {
  const nested = read(
    '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;&a;</title></channel></rss>',
  )
  expect(nested.feed?.title).toBe('&b;ha')
  expect(codes(nested)).toContain('dtd-refused')
  const quadratic = read(
    `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(200)}">]><rss><channel><title>${'&a;'.repeat(100_000)}</title></channel></rss>`,
  )
  expect(quadratic.feed?.title?.length).toBeLessThan(500_000)
})

test('what XML forbids is taken out wherever it stands, and what was misread is put right', () => {
  const parsed = read(
    '<rss><channel><title>a\u0000b\u0085\uFFFE\u{1F30A}\tc\u007F\u0093d\u0094\u0001</title></channel></rss>',
  )
  expect(parsed.feed?.title).toBe('ab…\u{1F30A} c\u007F“d”')
  expect(codes(parsed)).toContain('control-character')
})

test('size is bounded, and said', () => {
  expect(codes(parseFeed(new Uint8Array(feedBytesMax + 1), {}))).toEqual(['too-large'])
  const endless = read(`<rss><channel>${'<item/>'.repeat(1_000_000)}</channel></rss>`)
  expect(endless.feed?.entries.length).toBe(5_000)
  expect(codes(endless)).toContain('too-many-entries')
  expect(read('<a>'.repeat(200_000)).feed).toBeNull()
})

test.each([
  ['entities', `<description>${'&nbsp;'.repeat(600_000)}</description>`],
  ['tags', '<category>c</category>'.repeat(200_000)],
  ['dates', '<pubDate>never, 9 words</pubDate>'.repeat(50_000)],
  ['attributes', '<a b c d e f g h/>'.repeat(60_000)],
  ['signs in a text', `<content type="xhtml"><p><![CDATA[${'<'.repeat(5_000_000)}]]></p></content>`],
  ['signs in an attribute', `<content type="xhtml"><p a='${'"'.repeat(3_000_000)}'/></content>`],
])('the work for one document is bounded, and said: %s', (_, inside) => {
  const parsed = read(`<rss><channel><title>T</title><item><title>first</title>${inside}</item></channel></rss>`)
  expect(codes(parsed)).toContain('too-much')
  expect(parsed.feed).toMatchObject({ title: 'T', entries: [{ title: 'first' }] })
})

test('plain text in JSON that is nothing but signs to escape is cut, and what comes after is passed over', () => {
  const item = (id: string): string => `{"id":"${id}","content_text":"${'<'.repeat(3_000_000)}"}`
  const parsed = read(`{"version":"https://jsonfeed.org/version/1","items":[${item('a')},${item('b')}]}`)
  expect(codes(parsed)).toContain('too-much')
  expect(parsed.feed?.entries.map((entry) => entry.content?.length)).toEqual([4 * 2_000_000])
})

test('HTML that is called plain text stays whole, however long', () => {
  const html = `&lt;p&gt;${'word '.repeat(500_000)}&lt;/p&gt;`
  const parsed = read(
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="text">${html}</content></entry></feed>`,
  )
  expect(parsed.feed?.entries[0]?.content).toHaveLength(500_000 * 5 + '<p></p>'.length)
})

test('JSON of too many values is refused unparsed', () => {
  for (const text of ['['.repeat(1_000), `[${'0,'.repeat(600_000)}0]`]) expect(codes(read(text))).toEqual(['too-much'])
})

test('a real feed of 5,000 full entries is read whole', () => {
  const entry = (
    at: number,
  ): string => `<item><title>News &amp;amp; notes ${at}</title><link>/news/${at}</link><guid>${at}</guid>
    <pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate><author>Ada Quay</author>${'<category>Sea</category>'.repeat(8)}
    <media:content url="https://post.example/${at}.jpg" medium="image" width="8" height="6"><media:credit>C. Mole</media:credit></media:content>
    <description>${'&lt;p&gt;Words &amp;amp; more words of the day.&lt;/p&gt; '.repeat(10)}</description></item>`
  const parsed = read(
    `<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><title>T</title>${Array.from({ length: 5_000 }, (_, at) => entry(at)).join('')}</channel></rss>`,
  )
  expect(codes(parsed)).toEqual([])
  expect(parsed.feed?.entries.length).toBe(5_000)
  expect(parsed.feed?.entries.at(-1)).toMatchObject({ url: 'https://post.example/news/4999', categories: ['Sea'] })
})

test('an id is never empty and stays the same', () => {
  const twice = [1, 2].map(() =>
    read('<rss><item><description>x</description></item><item/></rss>').feed?.entries.map((entry) => entry.id),
  )
  expect(twice[0]).toEqual(twice[1])
  expect(twice[0]?.every((id) => id !== '')).toBe(true)
})

test('mutilated feeds never throw', () => {
  const cut = fc.record({
    at: fc.nat(rss.length),
    remove: fc.nat(40),
    insert: fc.constantFrom(
      '',
      '<',
      '>',
      '"',
      '&',
      ']]>',
      '<!--',
      '<![CDATA[',
      '<!DOCTYPE [',
      '\u0000',
      '</item>',
      '<item',
    ),
  })
  fc.assert(
    fc.property(fc.array(cut, { minLength: 1, maxLength: 6 }), (cuts) => {
      const text = cuts.reduce(
        (whole, { at, remove, insert }) => whole.slice(0, at) + insert + whole.slice(at + remove),
        rss,
      )
      const { feed, problems } = read(text)
      expect(feed !== null || problems.length > 0).toBe(true)
    }),
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => parseFeed(noise, {}) !== undefined))
})
