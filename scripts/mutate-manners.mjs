// Takes each manner of fetching out of the program, one at a time, and shows that a test of its number fails:
//   node scripts/mutate-manners.mjs [numbers]
// Sources are changed as they are loaded, never on disk. Says which test caught each change; ends with 1 when one was missed.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'
import { ensureBuilt } from './ensure-built.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const suites = {
  client: 'test/net/manners.test.ts',
  sources: 'test/net/manners-of-sources.test.ts',
  turns: 'test/net/turns.test.ts',
  limits: 'test/net/limits.test.ts',
  robots: 'test/net/robots.test.ts',
}
const net = 'src/platform/net/'
const next = 'src/pipeline/feeds/next-fetch.ts'
const storage = 'src/platform/storage/due-sources.ts'

/** Number, what is taken out, file, text as it stands, text in its place, and the suite that holds it. */
const changes = [
  [
    1,
    'the ETag is tidied',
    `${net}http-client.ts`,
    "'if-none-match': etag }",
    "'if-none-match': etag.replace(/^W\\//, '') }",
    'client',
  ],
  [
    1,
    'Last-Modified is invented',
    `${net}http-client.ts`,
    '...(lastModified === undefined ? {} : { lastModified }),',
    'lastModified: lastModified ?? new Date().toUTCString(),',
    'client',
  ],
  [
    2,
    'requests are not conditional',
    'src/jobs/refresh-source.ts',
    'if (source.etag === undefined && source.lastModified === undefined) return undefined',
    'return undefined',
    'sources',
  ],
  [
    2,
    'never the whole feed',
    'src/jobs/refresh-source.ts',
    'nowMs - source.unconditionalAtMs > dayMs',
    'false',
    'sources',
  ],
  [2, '304 is a failure', `${net}http-client.ts`, 'if (status === 304)', 'if (status === 0)', 'client'],
  [
    3,
    'a probe before the fetch',
    'src/jobs/add-sources.ts',
    "const outcome = await work.http.fetch(url, { accept: 'any' })",
    "await work.http.fetch(url, { accept: 'any' })\n  const outcome = await work.http.fetch(url, { accept: 'any' })",
    'sources',
  ],
  [
    3,
    'validators of the first answer are lost',
    'src/jobs/save-feeds.ts',
    'etag: outcome.etag ?? null',
    'etag: null',
    'sources',
  ],
  [
    4,
    'a referrer is sent',
    `${net}http-client.ts`,
    "'user-agent': userAgent,",
    "'user-agent': userAgent, referer: url.origin,",
    'client',
  ],
  [
    4,
    'a parameter is added',
    `${net}http-client.ts`,
    "url.hash = ''",
    "url.hash = ''; url.searchParams.set('_', '1')",
    'client',
  ],
  [5, 'another name', `${net}http-client.ts`, "'user-agent': userAgent,", "'user-agent': 'Mozilla/5.0',", 'client'],
  [5, 'no feed types', `${net}http-client.ts`, 'accept: acceptHeaders[accept]', "accept: '*/*'", 'client'],
  [5, 'no Brotli', `${net}read-body.ts`, "'br', 'gzip']", "'gzip']", 'client'],
  [
    6,
    'freshness is not read after 304',
    `${net}http-client.ts`,
    "return { kind: 'not-modified', ...place(url, options), ...cacheFields(headers) }",
    "return { kind: 'not-modified', ...place(url, options) }",
    'client',
  ],
  [6, 'freshness is not waited out', next, 'if (maxAgeSeconds !== undefined)', 'if (maxAgeSeconds === -1)', 'client'],
  [
    7,
    'Retry-After is not waited out',
    next,
    'if (retryAfterSeconds !== undefined) wishes',
    'if (retryAfterSeconds === -1) wishes',
    'client',
  ],
  [7, 'who wishes by hand is heard before', storage, 'greatest(now(), left_alone_until)', 'now()', 'sources'],
  [
    7,
    'no cap of a week',
    `${net}response-headers.ts`,
    'Math.min(Math.max(0, seconds), retryAfterSecondsMax)',
    'Math.max(0, seconds)',
    'client',
  ],
  [8, 'several at one host', `${net}host-queue.ts`, 'host.busy = true', 'host.busy = false', 'turns'],
  [8, 'no space between', `${net}host-queue.ts`, '}, spacingMs)', '}, 0)', 'turns'],
  [8, 'no scope', `${net}host-scope.ts`, "if (scope === 'host')", 'if (scope)', 'turns'],
  [
    9,
    'one interval for all',
    next,
    'const minutes = Math.min(Math.max(wanted, intervalMinutesMin), intervalMinutesMax)',
    'const minutes = 60',
    'client',
  ],
  [
    9,
    'the publisher’s wish is ignored',
    next,
    'if (publisherIntervalMinutes !== undefined)',
    'if (publisherIntervalMinutes === -1)',
    'client',
  ],
  [10, 'no back-off', next, 'firstRetryMinutes * 2 **', 'firstRetryMinutes * 1 **', 'client'],
  [10, 'no jitter', next, '(0.5 + 0.5 * random)', '0.5', 'client'],
  [11, 'moved by one redirect', next, 'const movesNeeded = 3', 'const movesNeeded = 1', 'client'],
  [
    11,
    'the new address is not stored',
    'src/jobs/plan-fetch.ts',
    'feedUrl: moved.newUrl',
    'title: source.feedUrl',
    'sources',
  ],
  [11, '410 stops nothing', 'src/jobs/refresh-source.ts', '{ stopped: true }', '{}', 'sources'],
  [
    12,
    'no limit to connecting',
    `${net}http-client.ts`,
    'connectTimeoutMs: limits.connectMs',
    'connectTimeoutMs: 60_000',
    'limits',
  ],
  [
    12,
    'no limit to the first byte',
    `${net}http-client.ts`,
    'headersTimeout: limits.firstByteMs',
    'headersTimeout: 0',
    'limits',
  ],
  [12, 'no limit to the whole', `${net}http-client.ts`, 'Math.max(options.leftMs, 0)', '2 ** 30', 'limits'],
  [
    12,
    'no limit after decompression',
    `${net}read-body.ts`,
    'if (decodedBytes > bytesMax)',
    'if (decodedBytes < 0)',
    'limits',
  ],
  [
    12,
    'redirects without end',
    `${net}http-client.ts`,
    'redirects <= limits.redirectsMax',
    'redirects <= 50',
    'limits',
  ],
  [
    13,
    'robots.txt is not read',
    `${net}http-client.ts`,
    'robots === true ? await verdict(url) : undefined',
    'undefined',
    'robots',
  ],
  [
    13,
    'robots.txt closes feeds',
    `${net}http-client.ts`,
    'robots === true ? await verdict(url)',
    'options !== undefined ? await verdict(url)',
    'robots',
  ],
  [
    15,
    'due twice',
    storage,
    'sources set next_due_at = now() + ${options',
    'sources set next_due_at = next_due_at + 0 * ${options',
    'sources',
  ],
  [15, 'no cooldown', 'src/server/doors/source-doors.ts', 'agoMs >= refreshCooldownMs || agoMs < 0', 'true', 'sources'],
  [
    16,
    'challenges are plain refusals',
    `${net}fetch-problem.ts`,
    "toLowerCase() === 'challenge'",
    "toLowerCase() === ''",
    'client',
  ],
  [
    16,
    'paywalls are not seen',
    'src/pipeline/articles/find-barrier.ts',
    "return hasPaywall(page) ? 'paywall' : undefined",
    'return undefined',
    'sources',
  ],
  [
    16,
    'a page is an empty feed',
    'src/jobs/refresh-source.ts',
    "if ('problem' in answer) return await fail",
    "if ('problem' in answer) return\n  await fail",
    'sources',
  ],
]

/** Runs the tests of one number with one change, and returns the tests that ran and that failed. */
async function run(number, suite, change) {
  let loaded = false
  const plugin = {
    name: 'take-out',
    enforce: 'pre',
    transform(code, id) {
      if (change === undefined || id.split('?')[0] !== `${root}/${change.file}`) return null
      if (!code.includes(change.from)) throw new Error(`${change.file} no longer holds: ${change.from}`)
      loaded = true
      return code.replace(change.from, () => change.to)
    },
  }
  const vitest = await startVitest(
    'test',
    [suites[suite]],
    {
      // The tests' own configuration is of several projects, none of which the change below would come into.
      config: false,
      root,
      globalSetup: ['test/built.ts'],
      watch: false,
      reporters: [{}],
      testNamePattern: new RegExp(`^\\s*${number}\\. `, 'u'),
      // What the suites have otherwise: on a busy machine a database alone may take a minute to be made.
      testTimeout: 240_000,
      hookTimeout: 240_000,
      pool: 'forks',
      maxWorkers: 1,
    },
    { plugins: [plugin] },
  )
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  const ran = tests.filter((test) => test.result().state !== 'skipped')
  const failed = ran.filter((test) => test.result().state === 'failed')
  await vitest.close()
  if (change !== undefined && !loaded) throw new Error(`${change.file} was not loaded by ${suites[suite]}`)
  return { ran: ran.length, failed: failed.map((test) => test.fullName) }
}

ensureBuilt()
const wanted = new Set(process.argv.slice(2).map(Number))
const chosen = changes.filter(([number]) => wanted.size === 0 || wanted.has(number))
let missed = 0
for (const key of new Set(chosen.map(([number, , , , , suite]) => `${number} ${suite}`))) {
  const [number, suite] = key.split(' ')
  const { ran, failed } = await run(number, suite, undefined)
  if (ran === 0 || failed.length > 0) {
    missed += 1
    console.log(`${number}. unchanged: ${ran} tests ran in ${suite}, ${failed.length} failed`)
  }
}
for (const [number, words, file, from, to, suite] of chosen) {
  const { failed } = await run(number, suite, { file, from, to })
  if (failed.length === 0) missed += 1
  console.log(
    `${String(number).padStart(2)}. ${words.padEnd(42)} ${failed.length === 0 ? 'MISSED' : `caught: ${failed[0]}`}`,
  )
}
console.log(`${chosen.length} changes, ${missed} missed; manner 14 (WebSub) has its own suite`)
process.exit(missed === 0 ? 0 : 1)
