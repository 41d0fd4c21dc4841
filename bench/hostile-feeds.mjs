// Feeds made to cost as much as they can for their size, by name. Each is made when asked for.

const size = 14_000_000
const head = '<rss version="2.0"><channel><title>T</title>'
const tail = '</channel></rss>'

const item = (inside) => `<item><title>t</title>${inside}</item>`
/** `piece` over and over to about `bytes`; a function is given the count so far. */
function repeated(piece, bytes = size) {
  if (typeof piece === 'string') return piece.repeat(Math.floor(bytes / piece.length))
  const parts = []
  for (let length = 0, at = 0; length < bytes; at += 1) {
    const part = piece(at)
    parts.push(part)
    length += part.length
  }
  return parts.join('')
}

const text = (whole) => () => ({ bytes: Buffer.from(whole()), contentType: 'application/rss+xml' })
const rss = (inside) => text(() => `${head}${inside()}${tail}`)
const inItem = (inside) => rss(() => item(inside()))
const html = (piece) => inItem(() => `<description><![CDATA[${repeated(piece)}]]></description>`)
/** Entries as many as are kept, each full of `piece`. */
const inItems = (piece, count = 4_000) => rss(() => item(repeated(piece, size / count)).repeat(count))
const json = (piece, ending = '') => text(() => `${repeated(piece)}${ending}`)
const jsonItems = (inside) =>
  text(() => `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[${repeated(inside)}{}]}`)

export function hostileFeeds() {
  return { ...markup, ...bodies, ...entries, ...encodings, ...jsons }
}

const markup = {
  'nested tags': rss(() => repeated('<a>')),
  'nested named tags': rss(() => repeated((at) => `<t${at}>`)),
  'stray close tags': rss(() => repeated('</a>')),
  'stray at depth': rss(() => '<b>'.repeat(99) + repeated('</a>')),
  'bare less-than': rss(() => repeated('< ')),
  'open tag flood': rss(() => repeated('<a ')),
  'attribute flood': rss(() => repeated('<a b c d e f g h i j k l m n o p q r s t u v w x y z/>')),
  'one tag attributes': rss(() => `<a ${repeated((at) => `b${at}="c" `)}/>`),
  'xmlns flood': rss(() => repeated((at) => `<a xmlns:p${at % 200}="u${at}">`)),
  'xmlns siblings': rss(
    () => `<b ${repeated((at) => `xmlns:q${at}="u" `, 4_000)}>${repeated('<p:a xmlns:p="u"/>')}</b>`,
  ),
  'xml:base flood': rss(() => repeated((at) => `<a xml:base="b${at}/"/>`)),
  'xml:base nested': rss(() => repeated((at) => `<a xml:base="b${at}/">`)),
  'long xml:base': rss(
    () => `<b xml:base="https://a.example/${'c/'.repeat(1_000_000)}">${repeated('<a xml:base="d"/>', 12e6)}</b>`,
  ),
  'nbsp flood': inItem(() => `<description>${repeated('&nbsp;')}</description>`),
  'amp flood': inItem(() => `<description>${repeated('&amp;')}</description>`),
  'number flood': inItem(() => `<description>${repeated('&#38;')}</description>`),
  'ampersand flood': inItem(() => `<description>${repeated('&')}</description>`),
  'half entity flood': inItem(
    () => `<description>${repeated('&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')}</description>`,
  ),
  'entity attributes': rss(() => repeated(`<a b="${'&nbsp;'.repeat(100)}"/>`)),
  'entity pieces': inItem(() => `<description>${repeated('&nbsp;<i/>')}</description>`),
  'own entities': text(
    () =>
      `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(200)}">]>${head}${item(`<description>${repeated('&a;')}</description>`)}${tail}`,
  ),
  'doctype flood': text(() => `${repeated(`<!DOCTYPE r [${'<!ENTITY a "x">'.repeat(5)}]>`)}${head}${tail}`),
  'doctype unclosed': text(() => `${repeated('<!DOCTYPE r [<!ENTITY a "x">')}${head}${tail}`),
  'doctype unclosed long': text(() => `${repeated(`<!DOCTYPE [${']'.repeat(50)}`)}${head}${tail}`),
  'comment flood': rss(() => repeated('<!---->')),
  'comment unclosed': rss(() => repeated('<!--')),
  'cdata flood': inItem(() => `<description>${repeated('<![CDATA[]]>')}</description>`),
  'cdata unclosed': rss(() => repeated('<![CDATA[')),
  'pi flood': rss(() => repeated('<?a?>')),
  'leading junk': text(() => `${repeated('junk ')}<?xml version="1.0"?>${head}${tail}`),
  'leading spaces': text(() => `${' '.repeat(size)}${head}${tail}`),
  'control characters': inItem(() => `<description>${repeated('\u0001')}</description>`),
  'misread characters': inItem(() => `<description>${repeated('\u0085')}</description>`),
  'huge text': inItem(() => `<description>${repeated('word ')}</description>`),
  'huge wide text': inItem(() => `<description>${repeated('слово ', size / 1.9)}</description>`),
  'huge title': rss(() => `<item><title>${repeated('word ')}</title></item>`),
  'huge space title': rss(() => `<item><title>a${repeated(' ')}b</title></item>`),
  'huge name': rss(() => `<${'a'.repeat(size)}/>`),
  'huge attribute': rss(() => `<a b="${'c'.repeat(size)}"/>`),
  'html page': text(() => `<html><body>${repeated('<p>a</p>')}`),
  'plain text': text(() => repeated('hello ')),
}

const bodies = {
  'link flood': html('<a href="b">c</a>'),
  'link flood absolute': html('<a href="https://a.example/b">c</a>'),
  'tag flood in html': html('<a '),
  'less-than in html': html('<'),
  'attributes in html': html((at) => `<p ${'a b c d e f '.repeat(20)}${at}>`),
  'one tag in html': inItem(() => `<description><![CDATA[<p ${repeated('a=b ')}>]]></description>`),
  'quotes in html': html('<a b="'),
  'long link in html': inItem(() => `<description><![CDATA[<a href="${repeated('a')}">]]></description>`),
  'entity link in html': inItem(() => `<description><![CDATA[<a href="${repeated('&nbsp;')}">]]></description>`),
  'mixed markup': inItem(() => `<description>${repeated('a<i/>')}</description>`),
  'plain type': inItem(() => `<content type="text">${repeated('a <b ')}</content>`),
  'plain type spaces': inItem(() => `<content type="text">${repeated(`<a ${' '.repeat(600)}`)}</content>`),
  'plain type specials': inItem(() => `<content type="text">${repeated('>')}</content>`),
  'xhtml links': inItem(() => `<content type="xhtml"><div>${repeated('<a href="b">c</a>')}</div></content>`),
  'xhtml signs': inItem(() => `<content type="xhtml"><div><![CDATA[${repeated('<')}]]></div></content>`),
  'xhtml attribute': inItem(() => `<content type="xhtml"><p a="${repeated('& ')}"/></content>`),
  base64: inItem(() => `<content mode="base64">${repeated('PHA+')}</content>`),
  'base64 spaces': inItem(() => `<content mode="base64">${repeated('P ')}</content>`),
}

const entries = {
  items: rss(() => repeated('<item/>')),
  'titled items': rss(() => repeated(item(''))),
  'full items': inItems('<description>&lt;a href="b"&gt;c&lt;/a&gt; words and words</description>'),
  'category flood': inItem(() => repeated('<category>c</category>')),
  'distinct categories': inItem(() => repeated((at) => `<category>c${at}</category>`)),
  'categories each': inItems('<category>c</category>'),
  'nested categories': inItem(() => repeated('<itunes:category text="a">')),
  'comma list': inItem(() => `<keywords>${repeated('a,')}</keywords>`),
  'comma lists': inItem(() => repeated(`<keywords>${'a,'.repeat(5_000)}</keywords>`)),
  'comma lists each': inItems(`<keywords>${'a,'.repeat(1_500)}</keywords>`),
  'media groups': inItem(() =>
    repeated('<media:group><media:content url="a"><media:thumbnail url="b"/></media:content></media:group>'),
  ),
  'one media group': inItem(() => `<media:group>${repeated('<media:content url="a"/>')}</media:group>`),
  'media contents': inItem(() => repeated('<media:content url="a"/>')),
  'distinct media': inItem(() => repeated((at) => `<media:content url="a${at}"/>`)),
  'media each': inItems('<media:content url="a"/>'),
  'media in media': inItem(
    () => `<media:group>${repeated('<media:content/>', 7e6)}${repeated('<media:title/>', 7e6)}</media:group>`,
  ),
  enclosures: inItem(() => repeated('<enclosure url="a"/>')),
  dates: inItem(() => repeated('<pubDate>Mon, 99 Foo 2004 12:00:00 XYZ</pubDate>')),
  'long dates': inItem(() => repeated(`<pubDate>${'1 '.repeat(100)}</pubDate>`)),
  'dates each': inItems('<pubDate>Mon, 99 Foo 2004</pubDate>'),
  'word dates': inItem(() => repeated(`<pubDate>${'a1'.repeat(50)}</pubDate>`)),
  'nested items': rss(() => repeated('<item><title>a</title>')),
  'items in content': inItem(() => repeated('<content><item>')),
  'items in contents': inItem(() => repeated('<content><item/></content>')),
  'nested people': inItem(() => repeated('<author><name>a</name>')),
  people: inItem(() => repeated('<author><name>a</name></author>')),
  'people addresses': inItem(() => repeated(`<author>${'a@'.repeat(500)}</author>`)),
  'distinct people': inItem(() => repeated((at) => `<author>a${at}</author>`)),
  links: inItem(() => repeated('<link href="a"/>')),
  'links with type': inItem(() => repeated('<link href="a" rel="alternate" type="b"/>')),
  'links each': inItems('<link href="a" rel="alternate" type="x"/>'),
  'links of feed': rss(() => repeated('<link href="a" rel="alternate" type="x"/>')),
  'empty links': inItem(() => repeated('<link/>')),
  guids: inItem(() => repeated('<guid isPermaLink="true">:</guid>')),
  descriptions: inItem(() => repeated('<description> </description>')),
  'same descriptions': inItem(() => repeated('<description>a</description>')),
  channels: text(() => `<rss>${repeated('<channel>')}`),
  'channels beside': text(() => `<rss>${repeated('<channel><items/></channel>')}</rss>`),
  'channels with items': text(() => `<rss>${repeated('<channel><items><item/></items></channel>')}</rss>`),
  sitemap: text(() => `<urlset>${repeated('<url><loc>https://a.example/</loc></url>')}`),
  news: inItem(() => repeated('<news:news><news:publication/></news:news>')),
}

const xml = () => `${head}${item(`<description>${repeated('caf\u00e9 ', size)}</description>`)}${tail}`
const encodings = {
  'utf-32': () => ({ bytes: Buffer.from(new Uint32Array([0xfeff, ...codesOf(xml().slice(0, size / 4))]).buffer) }),
  'utf-16': () => ({ bytes: Buffer.from(`\ufeff${xml().slice(0, size / 2)}`, 'utf16le') }),
  'latin-1': () => ({ bytes: Buffer.from(xml(), 'latin1'), contentType: 'text/xml; charset=iso-8859-1' }),
  'latin-1 untold': () => ({ bytes: Buffer.from(xml(), 'latin1') }),
  shift_jis: () => ({ bytes: Buffer.from(xml(), 'latin1'), contentType: 'text/xml; charset=shift_jis' }),
  gb18030: () => ({ bytes: Buffer.from(xml(), 'latin1'), contentType: 'text/xml; charset=gb18030' }),
  big5: () => ({ bytes: Buffer.alloc(size, 0xa4), contentType: 'text/xml; charset=big5' }),
  'iso-2022-jp': () => ({ bytes: Buffer.alloc(size, '\u001b$B'), contentType: 'text/xml; charset=iso-2022-jp' }),
  'utf-8 broken': () => ({ bytes: Buffer.alloc(size, 0xff) }),
  'utf-8 half broken': () => ({ bytes: Buffer.alloc(size, Buffer.from([0xc3, 0xa9, 0xff])) }),
  ebcdic: () => ({ bytes: Buffer.concat([Buffer.from([0x4c, 0x6f, 0xa7, 0x94]), Buffer.alloc(size, 0x81)]) }),
  zeros: () => ({ bytes: Buffer.alloc(size) }),
  noise: () => ({
    bytes: Buffer.from(Uint8Array.from({ length: size }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 13) & 255)),
  }),
}

function* codesOf(whole) {
  for (const one of whole) yield one.codePointAt(0) ?? 0
}

const jsons = {
  'json brackets': json('['),
  'json closed': text(() => '['.repeat(7_000_000) + ']'.repeat(7_000_000)),
  'json objects': json('{"a":'),
  'json numbers': text(() => `[${repeated('0,')}0]`),
  'json empty objects': text(() => `{"version":"https://jsonfeed.org/version/1","items":[${repeated('{},')}{}]}`),
  'json keys': text(() => `{${repeated((at) => `"${at}":0,`)}"version":"https://jsonfeed.org/version/1","items":[]}`),
  'json index keys': text(
    () => `{${repeated((at) => `"${at * 7919}":0,`)}"version":"https://jsonfeed.org/version/1","items":[]}`,
  ),
  'json full items': jsonItems(
    (at) => `{"id":"${at}","content_html":"<a href='b'>","date_published":"2004-01-01","url":"a","tags":["a","b"]},`,
  ),
  'json text': jsonItems(() => `{"id":"1","content_text":"${'<'.repeat(1_000_000)}"},`),
  'json long text': text(
    () => `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_text":"${'<'.repeat(7_900_000)}"}]}`,
  ),
  'json links': jsonItems((at) => `{"id":"${at}","content_html":"${"<a href='b'>c</a>".repeat(170)}"},`),
  'json escapes': jsonItems(() => `{"id":"1","content_text":"${'\\u0041'.repeat(10_000)}"},`),
  'json attachments': jsonItems((at) => `{"id":"${at}","attachments":[${'{"url":"a"},'.repeat(220)}{}]},`),
}
