/**
 * Mutated real pages and feeds, for a given time each: nothing throws, nothing hangs, nothing unsafe comes out, and cleaning
 * twice changes nothing. Run: node scripts/bench.mjs fuzz [--seconds 120] [--seed N] [--only parse|extract|sanitise]
 * Pages are those of ../shared/data where it lies there, else the repository's own. A failure prints the seed and the round,
 * keeps the input in the folder for temporary files, and ends the run with 1.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { extractArticle } from '../src/pipeline/articles/extract-article.ts'
import { sanitiseHtml } from '../src/pipeline/articles/sanitise-html.ts'
import { parseFeed } from '../src/pipeline/feeds/parse-feed.ts'
import { dangers } from '../test/harness/dangers.ts'
import { type Chance, chanceOf, mutated } from './mutate-text.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
})
const seconds = Number(values.seconds)
const seed = Number(values.seed)
/** One input may take this long on a busy machine; a quiet one needs a hundredth. */
const inputMsMax = 20_000
/** Larger pages are cut: what is looked for is odd input, not much input. */
const charactersMax = 150_000

const baseUrl = 'https://news.example/world/story'

/** What is wrong with what came of an input; nothing when all is well. */
type Check = (input: string) => string | undefined

function complaintOf(html: string): string | undefined {
  const found = dangers(html)
  if (found.length > 0) return `unsafe: ${found.slice(0, 5).join(' ')}`
  return sanitiseHtml(html, { baseUrl }) === html ? undefined : 'cleaning again changes it'
}

const checks: Record<string, { readonly from: readonly string[]; readonly check: Check }> = {
  parse: {
    from: textsIn('../shared/data/feeds', /\.(xml|json)$/, 'test/golden/feeds'),
    check: (input) => {
      const { feed, problems } = parseFeed(Buffer.from(input), { url: 'https://news.example/feed' })
      return feed === null && problems.length === 0 ? 'neither a feed nor a problem' : undefined
    },
  },
  extract: {
    from: textsIn('../shared/data/extraction/html', /\.html$/, 'test/golden'),
    check: (input) => complaintOf(extractArticle(input, { url: baseUrl }).article.html),
  },
  sanitise: {
    from: textsIn('../shared/data/extraction/html', /\.html$/, 'test/golden'),
    check: (input) => complaintOf(sanitiseHtml(input, { baseUrl })),
  },
}

function textsIn(folder: string, named: RegExp, otherwise: string): string[] {
  const chosen = existsSync(folder) ? folder : otherwise
  if (!existsSync(chosen))
    return ['<rss version="2.0"><channel><title>T</title><item><title>t</title></item></channel></rss>']
  return readdirSync(chosen, { recursive: true, encoding: 'utf8' })
    .filter((name) => named.test(name))
    .sort()
    .map((name) => readFileSync(join(chosen, name), 'utf8').slice(0, charactersMax))
}

const attacks = readFileSync('src/pipeline/articles/sanitise-html.attacks.txt', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))

/** Says which input never ended, and ends the program: a loop without end can be ended from outside only. */
function watch(): { readonly began: (input: string) => void; readonly stop: () => void } {
  const beats = new Int32Array(new SharedArrayBuffer(4))
  const kept = join(mkdtempSync(join(tmpdir(), 'salient-fuzz-')), 'input.txt')
  const worker = new Worker(
    `const { beats, msMax, pid, kept } = require('node:worker_threads').workerData
     let last = -1
     setInterval(() => {
       const now = Atomics.load(beats, 0)
       if (now === last) { require('node:fs').writeSync(2, 'one input took more than ' + msMax + ' ms: ' + kept + '\\n'); process.kill(pid, 'SIGKILL') }
       last = now
     }, msMax)`,
    { eval: true, workerData: { beats, msMax: inputMsMax, pid: process.pid, kept } },
  )
  worker.unref()
  return {
    began: (input) => {
      Atomics.add(beats, 0, 1)
      writeFileSync(kept, input)
    },
    stop: () => void worker.terminate(),
  }
}

function fuzz(name: string, { from, check }: { readonly from: readonly string[]; readonly check: Check }): boolean {
  const chance: Chance = chanceOf(seed)
  const watching = watch()
  const endMs = performance.now() + seconds * 1000
  let rounds = 0
  let slowestMs = 0
  try {
    while (performance.now() < endMs) {
      const input = mutated(chance, { from, planted: attacks, charactersMax })
      watching.began(input)
      const startMs = performance.now()
      let complaint: string | undefined
      try {
        complaint = check(input)
      } catch (error) {
        complaint = `threw ${error instanceof Error ? error.stack : String(error)}`
      }
      rounds += 1
      slowestMs = Math.max(slowestMs, performance.now() - startMs)
      if (complaint !== undefined) {
        const kept = join(mkdtempSync(join(tmpdir(), 'salient-fuzz-')), 'input.txt')
        writeFileSync(kept, input)
        writeSync(1, `${name}: round ${rounds} of seed ${seed}: ${complaint}\n  kept as ${kept}\n`)
        return false
      }
    }
  } finally {
    watching.stop()
  }
  writeSync(
    1,
    `${name}: ${rounds} inputs of ${from.length} texts in ${seconds} s, seed ${seed}; slowest ${slowestMs.toFixed(0)} ms; nothing found\n`,
  )
  return true
}

const chosen = Object.entries(checks).filter(([name]) => values.only === undefined || values.only === name)
if (chosen.length === 0) throw new Error(`--only takes ${Object.keys(checks).join(', ')}`)
const wrong = chosen.filter(([name, each]) => !fuzz(name, each))
if (wrong.length > 0) process.exitCode = 1
