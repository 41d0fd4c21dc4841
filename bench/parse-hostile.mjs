// How long the program takes over one line of feed that is made to be slow, each about 14 MB: from the line written to its
// answer read, through the program itself, and the processor time it takes meanwhile. Run:
//
//   node bench/parse-hostile.mjs [name …]

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { hostileFeeds } from './hostile-feeds.mjs'

/** What has not answered by then is ended and counted as dead. */
const limitMs = 15_000
const chosen = process.argv.slice(2)
const feeds = Object.entries(hostileFeeds()).filter(([name]) => chosen.length === 0 || chosen.includes(name))
const warmUp = { bytes: Buffer.from('<rss><channel><title>warm</title></channel></rss>') }

let running = await started()
for (const [name, make] of feeds) {
  const feed = make()
  const { ms, busyMs, answer } = await timed(feed, running)
  const figures = `${ms.toFixed(0).padStart(6)} ms ${busyMs.toFixed(0).padStart(6)} ms busy ${(feed.bytes.length / 1e6).toFixed(1).padStart(5)} MB`
  console.log(`${name.padEnd(24)} ${figures}  ${described(answer)}`)
  if (answer === undefined) running = await started()
}
running.program.stdin.end()

async function started() {
  const program = spawn(process.execPath, ['bin/salient', 'parse', '--ndjson'], { stdio: ['pipe', 'pipe', 'ignore'] })
  program.stdin.on('error', () => {})
  const opened = { program, answers: createInterface({ input: program.stdout })[Symbol.asyncIterator]() }
  await timed(warmUp, opened)
  return opened
}

/** `answer` is undefined when the program died of it. */
async function timed({ bytes, contentType }, { program, answers }) {
  const field = { id: '1', url: 'https://post.example/rss', contentType, bodyBase64: bytes.toString('base64') }
  const line = `${JSON.stringify(field)}\n`
  const [from, busyFrom] = [performance.now(), processorMs(program.pid)]
  const limit = setTimeout(() => program.kill('SIGKILL'), limitMs)
  program.stdin.write(line)
  const { value } = await answers.next()
  clearTimeout(limit)
  const ms = performance.now() - from
  const busyMs = value === undefined ? Number.NaN : processorMs(program.pid) - busyFrom
  return { ms, busyMs, answer: value === undefined ? undefined : JSON.parse(value) }
}

/** Processor time that the program has used so far, all threads; Linux counts it in hundredths of a second. */
function processorMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function described(answer) {
  if (answer === undefined) return 'the program died'
  const what = answer.feed == null ? 'no feed' : `${answer.feed.entries.length} entries`
  return `${what}; ${(answer.problems ?? [answer.error]).map((problem) => problem.code).join(' ')}`
}
