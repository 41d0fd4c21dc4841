/**
 * Extraction on the pages of ../shared/data/extraction, beside readability and defuddle on linkedom, interleaved page by page
 * in one run: segments, fields, pages a second on one core. Run: node scripts/bench.mjs extract
 */
import { readFileSync } from 'node:fs'
import { Readability } from '@mozilla/readability'
import { Defuddle } from 'defuddle/node'
import { parseHTML } from 'linkedom'
import { bodyText } from '../src/pipeline/articles/body-text.ts'
import { decodePage } from '../src/pipeline/articles/decode-page.ts'
import { extractArticle } from '../src/pipeline/articles/extract-article.ts'
import { parsePiece } from '../src/pipeline/articles/page-tree.ts'
import { type KnownPage, type Reading, scoreReadings } from './article-score.ts'

const folder = '../shared/data/extraction'
const known: KnownPage[] = readFileSync(`${folder}/expected.jsonl`, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

const readers: Record<string, (html: string, url: string) => Reading | Promise<Reading>> = {
  salient: (html, url) => extractArticle(html, { url }).article,
  readability: (html) => {
    // linkedom's document has what readability uses of a browser's.
    const read = new Readability(parseHTML(html).document as unknown as Document).parse()
    return {
      text: read?.textContent ?? '',
      title: read?.title ?? undefined,
      byline: read?.byline ?? undefined,
      publishedAt: read?.publishedTime ?? undefined,
    }
  },
  defuddle: async (html, url) => {
    const read = await Defuddle(parseHTML(html).document, url)
    const tree = parsePiece(read.content)
    return {
      text: tree === undefined ? '' : bodyText(tree),
      title: read.title,
      byline: read.author,
      publishedAt: read.published,
    }
  },
}

const names = Object.keys(readers)
const readings = new Map<string, Reading[]>(names.map((name) => [name, []]))
const spentMs = new Map<string, number>(names.map((name) => [name, 0]))
for (const page of known) {
  const html = decodePage(readFileSync(`${folder}/html/${page.file}`))
  for (const [name, read] of Object.entries(readers)) {
    const start = performance.now()
    let reading: Reading = { text: '' }
    try {
      reading = await read(html, page.url)
    } catch {
      // A reader that throws has read nothing.
    }
    spentMs.set(name, (spentMs.get(name) ?? 0) + performance.now() - start)
    readings.get(name)?.push(reading)
  }
}

for (const name of names) {
  const read = readings.get(name) ?? []
  const half = (parity: number) => {
    const isIn = (_: unknown, at: number) => at % 2 === parity
    return scoreReadings(known.filter(isIn), read.filter(isIn)).f.toFixed(3)
  }
  const { precision, recall, f, title, titleExact, author, date } = scoreReadings(known, read)
  const perSecond = known.length / ((spentMs.get(name) ?? 0) / 1000)
  const figures = { f, precision, recall, title, titleExact, author, date }
  const words = Object.entries(figures).map(([key, value]) => `${key} ${value.toFixed(3)}`)
  console.log(`${name.padEnd(12)} ${words.join('  ')}  halves ${half(0)} ${half(1)}  ${perSecond.toFixed(1)} pages/s`)
}
