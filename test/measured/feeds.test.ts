/**
 * feedparser's own suite, where it lies beside the project. What its expectations say after its own sanitising is not
 * ours to meet here: the folder `sanitize` only counts as files that must not break the reader.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseFeed } from '../../src/pipeline/feeds/parse-feed.ts'
import { clausesOf, judge } from './feedparser-expectations.ts'

const folder = fileURLToPath(new URL('../../../shared/data/feeds', import.meta.url))
const isThere = existsSync(folder)

type Score = { met: number; mapped: number; readonly missed: string[] }

if (isThere) {
  test('feedparser: expectations met, by kind', () => {
    const scores = new Map<string, Score>()
    const notMapped = new Map<string, number>()
    for (const file of filesIn(folder)) {
      const judged = judge(readFileSync(join(folder, file)))
      if (judged === undefined || file.includes('sanitize/')) continue
      const score = scores.get(kindOf(file)) ?? { met: 0, mapped: 0, missed: [] }
      scores.set(kindOf(file), score)
      for (const verdict of judged.verdicts) {
        if (verdict.kind !== 'not-mapped') continue
        const path = verdict.path.replace(/\d+/g, 'n')
        notMapped.set(path, (notMapped.get(path) ?? 0) + 1)
      }
      const mapped = judged.verdicts.filter((verdict) => verdict.kind !== 'not-mapped')
      if (mapped.length === 0) continue
      score.mapped += 1
      const missed = mapped.find((verdict) => verdict.kind === 'missed')
      if (missed === undefined) score.met += 1
      else score.missed.push(`${file}: ${JSON.stringify(missed)}`)
    }
    report(scores, notMapped)
    expect(scores.get('wellformed')?.mapped).toBeGreaterThan(100)
    expect(share(scores, ['wellformed', 'json'])).toBeGreaterThanOrEqual(0.97)
    expect(share(scores, ['encoding', 'entities'])).toBeGreaterThanOrEqual(0.95)
    expect(share(scores, ['illformed'])).toBeGreaterThanOrEqual(0.85)
  })

  test('real feeds, mutilated, are read or refused, never thrown at', () => {
    const files = filesIn(folder)
    let random = 1
    const next = (below: number): number => {
      random = (random * 48_271) % 2_147_483_647
      return random % below
    }
    for (const file of files) {
      const bytes = Uint8Array.from(readFileSync(join(folder, file)))
      for (let change = 0; change < 8; change += 1) bytes[next(bytes.length)] = '<>&"\'[]!/\u0000'.charCodeAt(next(10))
      const { feed, problems } = parseFeed(bytes.subarray(0, next(bytes.length + 1)), {})
      expect(feed !== null || problems.length > 0).toBe(true)
      expect(feed?.entries.every((entry) => entry.id !== '') ?? true).toBe(true)
    }
    expect(files.length).toBeGreaterThan(100)
  })
} else {
  test('without the data nothing is claimed; the metric itself holds', () => {
    console.log(`no feeds at ${folder}: nothing measured`)
    expect(clausesOf("not bozo and entries[0]['title'] == u'caf\\xe9'")).toEqual([
      { path: 'bozo', expected: false },
      { path: 'entries.0.title', expected: 'café' },
    ])
    const file = "<!--\nExpect: not bozo and feed['title'] == 'a'\n--><rss><channel><title>b</title></channel></rss>"
    expect(judge(new TextEncoder().encode(file))?.verdicts).toEqual([
      { kind: 'met' },
      { kind: 'missed', path: 'feed.title', expected: 'a', got: 'b' },
    ])
  })
}

function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(xml|json)$/.test(name))
    .sort()
}

function kindOf(file: string): string {
  return file.split('/')[0] ?? ''
}

function share(scores: ReadonlyMap<string, Score>, kinds: readonly string[]): number {
  const chosen = kinds.flatMap((kind) => scores.get(kind) ?? [])
  return sum(chosen.map((score) => score.met)) / Math.max(1, sum(chosen.map((score) => score.mapped)))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function report(scores: ReadonlyMap<string, Score>, notMapped: ReadonlyMap<string, number>): void {
  for (const [kind, { met, mapped, missed }] of scores)
    console.log(`${kind}: ${met} of ${mapped}\n${missed.map((one) => `  ${one.slice(0, 200)}`).join('\n')}`)
  const kinds = [...notMapped].sort((a, b) => b[1] - a[1]).map(([path, count]) => `${path} ${count}`)
  console.log(`not mapped: ${sum([...notMapped.values()])} clauses: ${kinds.join(', ')}`)
}
