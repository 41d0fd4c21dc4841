import { expect, test } from 'vitest'
import type { ArticleView } from '../api/contract.ts'
import { imageType } from './image-type.ts'
import { proxiedArticle } from './proxied.ts'
import { createMediaSigner } from './signer.ts'

const media = createMediaSigner(new Uint8Array(32))

const article: ArticleView = {
  entryId: 'a',
  title: 'T',
  language: 'en',
  source: { id: 's', name: 'S' },
  readingMinutes: 1,
  topics: [],
  entities: [],
  keyPoints: [],
  videos: [{ url: 'https://s.example/v', image: { url: 'https://s.example/v.jpg' } }],
  image: { url: 'ftp://s.example/lead.jpg' },
  html: '',
  edits: [],
  related: [],
  saved: false,
  highlights: [],
}

const htmlOf = (html: string) => proxiedArticle(media, { ...article, html }).html

test('images of bodies go through the proxy, and only there', () => {
  const html = htmlOf(
    '<p>Text <img src="https://s.example/a.jpg" srcset="https://s.example/b.jpg 2x" alt="A"></p><picture><source srcset="https://s.example/c.webp"><img src="https://s.example/d.jpg"></picture>',
  )
  expect(html).not.toContain('s.example')
  expect(html.match(/src="\/media\/[\w-]{22}\/[\w-]+"/g)).toHaveLength(2)
  expect(html).toContain('alt="A"')
  expect(html).not.toContain('<source')
})

test('other sizes of an image have signed addresses of their own, or are not named', () => {
  const wide = htmlOf(
    '<img src="https://s.example/a.jpg" srcset="https://s.example/a-400.jpg 400w, https://s.example/a-800.jpg 800w">',
  )
  const set = /srcset="([^"]+)"/.exec(wide)?.[1] ?? ''
  const addresses = set.split(', ').map((candidate) => {
    const [, signature = '', encoded = '', size] = /^\/media\/([\w-]+)\/([\w-]+) (\S+)$/.exec(candidate) ?? []
    return [media.open(signature, encoded), size]
  })
  expect(addresses).toEqual([
    ['https://s.example/a-400.jpg', '400w'],
    ['https://s.example/a-800.jpg', '800w'],
  ])
  expect(wide).toContain('sizes=')
  expect(htmlOf('<img src="https://s.example/a.jpg" srcset="https://s.example/b.jpg 1x, data:,x 2x">')).not.toContain(
    'srcset',
  )
})

test('a video is a link to it, with its still through the proxy', () => {
  const html = htmlOf('<p>a</p><video src="https://s.example/v.mp4" poster="https://s.example/v.jpg" controls></video>')
  expect(html).toMatch(
    /<a href="https:\/\/s\.example\/v\.mp4" rel="noreferrer noopener"><img src="\/media\/[^"]+"[^>]*>▶ s\.example<\/a>/,
  )
  expect(html).not.toMatch(/<video|v\.jpg/)
  expect(htmlOf('<p>a</p><video src="blob:x"></video>')).toBe('<p>a</p>')
})

test('an image without an address that can be shown is left out, its neighbours stay', () => {
  expect(htmlOf('<p>a<img src="data:image/png;base64,AA"><img><b>b</b></p>')).toBe('<p>a<b>b</b></p>')
})

test('links tell their targets nothing', () => {
  expect(htmlOf('<a href="https://s.example/" rel="opener">x</a>')).toBe(
    '<a href="https://s.example/" rel="noreferrer noopener">x</a>',
  )
})

test('views lose images and links that are not http', () => {
  const odd = {
    url: 'javascript:alert(1)',
    commentsUrl: 'data:,x',
    related: [{ url: 'file:///etc/passwd', title: 'x' }],
  }
  const { url, commentsUrl, related } = proxiedArticle(media, { ...article, ...odd })
  expect({ url, commentsUrl, related }).toEqual({ url: undefined, commentsUrl: undefined, related: [] })
  const view = proxiedArticle(media, article)
  expect(view.image).toBeUndefined()
  expect(view.videos[0]?.image?.url).toMatch(/^\/media\//)
})

test.each([
  ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/gif', [...Buffer.from('GIF89a')]],
  ['image/webp', [...Buffer.from('RIFF\0\0\0\0WEBPVP8 ')]],
  ['image/avif', [...Buffer.from('\0\0\0\x20ftypavif\0\0\0\0')]],
  [undefined, [...Buffer.from('<svg xmlns="x">')]],
  [undefined, [...Buffer.from('<html>GIF89a')]],
  [undefined, []],
])('%s is told by its first bytes', (type, bytes) => {
  expect(imageType(Uint8Array.from(bytes))).toBe(type)
})
