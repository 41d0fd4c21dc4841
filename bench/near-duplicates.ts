/**
 * Copies among what a running newsroom.mjs publishes, held against its /truth: every feed and every article page is read as
 * Salient reads them, and copies are looked for among all articles, as stories do among theirs. Recall is the share of copies in
 * /truth that stand for the same article as their original. Precision is the share of copies found that /truth has too; because a
 * wire sends some articles twice by itself, the rest is told apart by how many of the shorter one's distinct words the
 * longer one lacks, and the worst are named. Run: node scripts/bench.mjs near-duplicates http://127.0.0.1:8899
 */
import type { EntryId } from '../src/domain/ids.ts'
import type { StoryEntry } from '../src/domain/story.ts'
import { extractArticle } from '../src/pipeline/articles/extract-article.ts'
import { parseOpml } from '../src/pipeline/feeds/opml.ts'
import { parseFeed } from '../src/pipeline/feeds/parse-feed.ts'
import { findNearDuplicates } from '../src/pipeline/stories/near-duplicates.ts'

const address = process.argv[3] ?? 'http://127.0.0.1:8899'
/** Pages asked for at once. */
const atOnce = 16

async function bytesOf(url: string): Promise<Uint8Array> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}

async function entriesOf(feedUrl: string): Promise<StoryEntry[]> {
  const { feed } = parseFeed(await bytesOf(feedUrl), { url: feedUrl })
  const entries: StoryEntry[] = []
  for (const { url, title, publishedAt } of feed?.entries ?? []) {
    if (url === undefined) continue
    const { article } = extractArticle(new TextDecoder().decode(await bytesOf(url)), { url })
    entries.push({
      // In this measurement an article is known by its address, as in /truth.
      id: url as EntryId,
      title: title ?? article.title ?? '',
      text: article.text,
      language: 'en',
      publishedAtMs: Date.parse(publishedAt ?? ''),
      source: feedUrl,
    })
  }
  return entries
}

const feedUrls = parseOpml(await bytesOf(`${address}/opml`)).outlines.map(({ feedUrl }) => feedUrl)
const entries: StoryEntry[] = []
for (let at = 0; at < feedUrls.length; at += atOnce)
  entries.push(...(await Promise.all(feedUrls.slice(at, at + atOnce).map(entriesOf))).flat())
const truth: { readonly original: string; readonly copy: string }[] = JSON.parse(
  new TextDecoder().decode(await bytesOf(`${address}/truth`)),
)

const byId = new Map<string, StoryEntry>(entries.map((entry) => [entry.id, entry]))
const published = truth.filter(({ original, copy }) => byId.has(original) && byId.has(copy))
const started = performance.now()
const found = findNearDuplicates(entries)
const spentMs = performance.now() - started
const standsFor = (id: string): string => found.get(id as EntryId) ?? id
const caught = published.filter(({ original, copy }) => standsFor(original) === standsFor(copy))

const trueOriginal = new Map(published.map(({ original, copy }) => [copy, original]))
const rootOf = (id: string): string => trueOriginal.get(id) ?? id
/** Without the byline that the newsroom's pages begin with. */
const wordsOf = ({ text }: StoryEntry): Set<string> =>
  new Set(
    text
      .replace(/^By Desk \d+\s/u, '')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [],
  )

/** Distinct words of the shorter that the longer lacks. */
function lackingWords(one: string, other: string): number {
  const [a, b] = [byId.get(one), byId.get(other)].map((entry) =>
    entry === undefined ? new Set<string>() : wordsOf(entry),
  )
  if (a === undefined || b === undefined) return 0
  const [part, whole] = a.size <= b.size ? [a, b] : [b, a]
  return [...part].filter((word) => !whole.has(word)).length
}

const beside = [...found].filter(([copy, original]) => rootOf(copy) !== rootOf(original))
const lacking = beside.map(([copy, original]) => ({ copy, original, words: lackingWords(copy, original) }))
const share = (part: number, whole: number): string => `${part} of ${whole} = ${(part / Math.max(whole, 1)).toFixed(3)}`
const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
print(
  `${entries.length} articles, ${published.length} copies in /truth; ${((1000 * spentMs) / entries.length).toFixed(0)} µs an article`,
)
print(`recall     ${share(caught.length, published.length)}`)
print(`precision  ${share(found.size - beside.length, found.size)} by /truth alone`)
for (const [what, most] of [
  ['word for word', 0],
  ['but for one or two words', 2],
] as const)
  print(
    `           ${share(found.size - lacking.filter(({ words }) => words > most).length, found.size)} with what the wire sent twice ${what}`,
  )
for (const { copy, original, words } of lacking
  .filter(({ words }) => words > 2)
  .sort((a, b) => b.words - a.words)
  .slice(0, 10))
  print(`  ${words} words: ${byId.get(copy)?.title} (${copy}) / ${byId.get(original)?.title} (${original})`)
