/**
 * How many texts a second the built-in embedder turns into vectors, on one thread: headlines of about ten words and
 * openings of about forty, made of a fixed list of words so that every run has the same. Run: node scripts/bench.mjs embed
 */
import { openBuiltInEmbedder } from '../src/jobs/embedder/built-in-embedder.ts'
import { openEncoder } from '../src/pipeline/understand/embedding/encoder.ts'
import { readSentenceEncoderFiles } from '../src/platform/models/sentence-encoder-files.ts'

const words =
  'council harbour minister bridge storm vote price team doctor school festival river court engine market teacher film farmer island strike budget coach train museum forest police village satellite garden bank'.split(
    ' ',
  )
const joins = ['of the', 'after', 'and a', 'says', 'near', 'wins', 'against the', 'before', 'in', 'with']

function texts(count: number, length: number, seed: number): string[] {
  let state = seed
  const pick = (list: readonly string[]) => {
    // A multiplicative generator; its upper bits are the ones that vary.
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return list[(state >>> 12) % list.length] ?? ''
  }
  return Array.from({ length: count }, () =>
    Array.from({ length }, (_, place) => pick(place % 2 === 0 ? words : joins)).join(' '),
  )
}

async function inThread(): Promise<void> {
  const encode = openEncoder(await readSentenceEncoderFiles())
  encode(texts(60, 10, 1))
  for (const [what, length] of [
    ['headlines', 8],
    ['openings', 30],
  ] as const) {
    const input = texts(400, length, 7)
    const before = process.cpuUsage()
    const started = performance.now()
    const vectors = encode(input)
    const cpu = process.cpuUsage(before)
    const seconds = (cpu.user + cpu.system) / 1e6
    process.stdout.write(
      `${what}: ${(vectors.length / seconds).toFixed(0)} per CPU second, ` +
        `${((1000 * vectors.length) / (performance.now() - started)).toFixed(0)} per second of this run\n`,
    )
  }
}

async function throughWorker(): Promise<void> {
  const embedder = await openBuiltInEmbedder({ threads: 1 })
  await embedder.embed(texts(60, 8, 1))
  const input = texts(400, 8, 9)
  const timed = async (what: string) => {
    const started = performance.now()
    await embedder.embed(input)
    const ms = performance.now() - started
    process.stdout.write(`${what}: ${((1000 * input.length) / ms).toFixed(0)} per second\n`)
  }
  await timed('headlines through a worker thread')
  await timed('the same again, from the cache')
  await embedder[Symbol.asyncDispose]()
}

await inThread()
await throughWorker()
process.stdout.write(`memory: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB\n`)
