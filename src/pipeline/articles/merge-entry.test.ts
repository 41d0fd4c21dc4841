import { expect, test } from 'vitest'
import type { Article } from '../../domain/article.ts'
import type { Entry } from '../../domain/feed.ts'
import { articleOfEntry } from './merge-entry.ts'

const feedUrl = 'https://courier.example/feed.xml'
const entry: Entry = {
  id: '1',
  url: 'https://courier.example/ferry',
  title: 'Ferry returns &amp; stays',
  content: '<p>The ferry is back.<script>x()</script></p>',
  publishedAt: '2031-04-02T06:00:00Z',
  authors: ['Ines Marlow'],
  categories: [],
  enclosures: [],
  media: [
    { kind: 'image', url: '/small.jpg', width: 100 },
    { kind: 'image', url: '/large.jpg', width: 900, description: 'The ferry', credit: 'Lena Brook' },
    { kind: 'video', url: '/clip.mp4', durationSeconds: 60 },
  ],
  commentCount: 3,
}
const page: Article = {
  title: 'x',
  videos: [],
  keyPoints: ['a'],
  related: [],
  html: '<p>long</p>',
  text: 'A much longer text than the feed gives.',
}
const merge = (given: Entry, read?: Article) => articleOfEntry(given, read, { feedUrl, language: 'en' })

test('paragraphs of a feed that sends plain text stay apart', () => {
  const { html, text } = merge({
    ...entry,
    content: 'The ferry &amp; the tram\nare back.\n \nThe quay is &lt; full.\n',
  })
  expect(html).toBe('<p>The ferry &#x26; the tram\nare back.</p><p>The quay is &#x3C; full.</p>')
  expect(text).toBe('The ferry & the tram are back.\n\nThe quay is < full.')
})

test('an entry alone: its words made safe, its best picture, its video', () => {
  expect(merge(entry)).toMatchObject({
    title: 'Ferry returns & stays',
    html: '<p>The ferry is back.</p>',
    text: 'The ferry is back.',
    byline: 'Ines Marlow',
    language: 'en',
    leadImage: { url: 'https://courier.example/large.jpg', caption: 'The ferry', credit: 'Lena Brook' },
    videos: [{ url: 'https://courier.example/clip.mp4', durationSeconds: 60 }],
    commentCount: 3,
  })
})

test('the page’s text where it is richer, the feed’s fields where the page lacks them', () => {
  expect(merge(entry, page)).toMatchObject({
    text: page.text,
    keyPoints: ['a'],
    byline: 'Ines Marlow',
    publishedAt: entry.publishedAt,
  })
})

test('the feed’s text where the page gave little', () => {
  expect(merge(entry, { ...page, text: 'Short.', html: '<p>Short.</p>' }).text).toBe('The ferry is back.')
})

test('nothing is taken from a challenge but the word that it was one', () => {
  const merged = merge(entry, { ...page, barrier: 'challenge' })
  expect(merged).toMatchObject({ text: 'The ferry is back.', barrier: 'challenge', keyPoints: [] })
})

test('a picture in the feed’s text stands in for one that the feed does not name', () => {
  const merged = merge({ ...entry, media: [], content: '<p><img src="/in-text.jpg?a=1&amp;b=2">Text</p>' })
  expect(merged.leadImage).toEqual({ url: 'https://courier.example/in-text.jpg?a=1&b=2' })
})
