import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePushed, pushedArticlesMax } from './pushed-articles.ts'

test('our own fields become an entry', () => {
  const [pushed] = parsePushed({
    id: 'a',
    url: 'https://velmora.example/a#top',
    title: 'Sea wall holds',
    text: 'One < two.\n\nThree.',
    publishedAt: '2026-03-01T10:00:00+02:00',
    authors: ['Ada Vexley'],
    image: { url: 'https://velmora.example/a.jpg', caption: 'The wall', credit: 'Iva Dornan' },
  })
  expect(pushed).toMatchObject({
    kind: 'entry',
    entry: {
      id: 'a',
      title: 'Sea wall holds',
      content: '<p>One &lt; two.</p><p>Three.</p>',
      publishedAt: '2026-03-01T08:00:00.000Z',
      authors: ['Ada Vexley'],
      media: [{ kind: 'image', description: 'The wall', credit: 'Iva Dornan' }],
    },
  })
})

test('a NewsArticle of a graph becomes an entry known by its address', () => {
  const [pushed] = parsePushed({
    '@graph': [
      {
        '@type': ['NewsArticle'],
        mainEntityOfPage: { '@id': 'https://velmora.example/b' },
        headline: 'Ferry line opens',
        keywords: 'ferries, harbours',
        author: [{ name: 'Ada Vexley' }, 'Iva Dornan'],
      },
    ],
  })
  expect(pushed).toMatchObject({
    kind: 'entry',
    entry: {
      id: 'https://velmora.example/b',
      categories: ['ferries', 'harbours'],
      authors: ['Ada Vexley', 'Iva Dornan'],
    },
  })
})

test('a field of our own that nobody knows is no article’s; schema.org has many that we do not read', () => {
  const own = { id: 'a', title: 'Sea wall holds', publishedat: '2026-03-01T10:00:00Z' }
  const linked = { '@type': 'NewsArticle', '@id': 'b', headline: 'Ferry line opens', printEdition: 'late' }
  const [first, second, third] = parsePushed([own, linked, { id: 'c', withdraw: true }])
  expect(first).toMatchObject({ problem: { message: expect.stringContaining('"a" has a field "publishedat"') } })
  expect(second).toMatchObject({ kind: 'entry' })
  expect(third).toMatchObject({ problem: { message: expect.stringContaining('known are id, url, title') } })
})

test('what cannot be taken is a problem at its place, and says what came', () => {
  const kinds = parsePushed([
    { id: 'a' },
    { id: 'b', title: 'B', publishedAt: 'soon' },
    { id: 'c', title: 'C', url: 'javascript:alert(1)' },
    { '@type': 'Recipe', name: 'Soup', url: 'https://velmora.example/soup' },
    'text',
    { id: 'd', withdrawn: true },
    { id: 'e', title: 'E' },
  ]).map(({ kind }) => kind)
  expect(kinds).toEqual(['problem', 'problem', 'problem', 'problem', 'problem', 'withdrawn', 'entry'])
  expect(parsePushed(Array.from({ length: pushedArticlesMax + 1 }, () => ({})))).toMatchObject([
    { problem: { code: 'push-too-many' } },
  ])
  expect(parsePushed([])).toMatchObject([{ problem: { code: 'push-empty' } }])
})

test('any JSON gives entries or problems', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const one of parsePushed(value)) expect(['entry', 'withdrawn', 'problem']).toContain(one.kind)
    }),
  )
})
