import type { FetchOutcome } from './fetch-outcome.ts'
import { parseRobotsTxt, type RobotsRules, robotsAllow } from './robots-txt.ts'

type Failure = Extract<FetchOutcome, { kind: 'failed' }>

/** What robots.txt says of one URL. Where it cannot be read the site is left alone, as RFC 9309 §2.3.1.4 asks. */
export type RobotsVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'disallowed' }
  | { readonly kind: 'unreadable'; readonly failure: Failure }

type Known = { readonly answer: Promise<RobotsRules | Failure>; untilMs: number }

const dayMs = 24 * 60 * 60_000
/** A site whose robots.txt could not be read is asked for it again after this. */
const unreadableMs = 10 * 60_000
const originsMax = 10_000

/** Reads robots.txt once a day for each origin, however many pages wait for it. */
export function createRobots({
  product,
  fetch,
}: {
  readonly product: string
  readonly fetch: (url: string) => Promise<FetchOutcome>
}): { readonly verdict: (url: URL) => Promise<RobotsVerdict> } {
  const known = new Map<string, Known>()

  const ask = (origin: string): Known => {
    const answer = fetch(`${origin}/robots.txt`).then((outcome) => rulesOf(outcome, product))
    const entry: Known = { answer, untilMs: Date.now() + dayMs }
    void answer.then((rules) => {
      if ('kind' in rules) entry.untilMs = Date.now() + unreadableMs
    })
    known.delete(origin)
    known.set(origin, entry)
    const [oldest] = known.keys()
    if (known.size > originsMax && oldest !== undefined) known.delete(oldest)
    return entry
  }

  return {
    verdict: async (url) => {
      const entry = known.get(url.origin)
      const rules = await (entry !== undefined && Date.now() < entry.untilMs ? entry : ask(url.origin)).answer
      if ('kind' in rules) return { kind: 'unreadable', failure: rules }
      return { kind: robotsAllow(rules, `${url.pathname}${url.search}`) ? 'allowed' : 'disallowed' }
    },
  }
}

/** No robots.txt (any 4xx but "fewer requests") means that nothing is forbidden. */
function rulesOf(outcome: FetchOutcome, product: string): RobotsRules | Failure {
  if (outcome.kind === 'ok') return parseRobotsTxt(outcome.bytes, product)
  if (outcome.kind === 'not-modified') return []
  const { status = 0, problem } = outcome
  const absent = status >= 400 && status < 500 && status !== 429
  return absent
    ? []
    : { ...outcome, problem: { ...problem, message: `robots.txt could not be read. ${problem.message}` } }
}
