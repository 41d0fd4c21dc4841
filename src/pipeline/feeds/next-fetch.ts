/** When a source is fetched next, and where its URL goes. Knows answers as facts, not as HTTP. */

export type FetchHistory = {
  /** `received`: a feed came. `unchanged`: the server said that nothing is new. `failed`: neither. */
  readonly kind: 'received' | 'unchanged' | 'failed'
  readonly nowMs: number
  /** In [0, 1). Drawn anew for each decision, so that sources fetched together drift apart. */
  readonly random: number
  /** When entries were published, in any order. */
  readonly entryTimesMs: readonly number[]
  /** Failures in a row, this one included. */
  readonly failures: number
  /** How often a person wants it to be asked; takes the place of the source's own rhythm. */
  readonly ownIntervalMinutes?: number
  /** The feed's own wish: `<ttl>` or `sy:updatePeriod`. */
  readonly publisherIntervalMinutes?: number
  /** How long the server said that the answer stays fresh. */
  readonly maxAgeSeconds?: number
  readonly retryAfterSeconds?: number
  /** A hub has promised to send what is new (WebSub). */
  readonly hubSends?: boolean
}

export type NextFetch = {
  readonly atMs: number
  readonly intervalMinutes: number
  /** The reason in words, for the person who looks after the source. */
  readonly why: string
  /** Until when the server is not to be asked, whoever wishes for it. */
  readonly leftAloneUntilMs?: number
}

const minuteMs = 60_000
const dayMinutes = 24 * 60
const intervalMinutesMin = 5
const intervalMinutesMax = dayMinutes
/** A server that wants to be left alone for longer is asked again after a week. */
const wishMinutesMax = 7 * dayMinutes
const jitterShare = 0.1

/**
 * The source's own rhythm, between 5 minutes and 24 hours, or the back-off after failures; never sooner than the server or
 * the publisher asked for. Jitter only ever adds, but for the back-off, which it halves at most.
 */
export function nextFetch(history: FetchHistory): NextFetch {
  const own = history.kind === 'failed' ? backOff(history) : (chosenByPerson(history) ?? rhythm(history))
  const wish = longest(wishesOf(history))
  const chosen = wish !== undefined && wish.minutes > own.minutes ? wish : own
  const intervalMinutes =
    history.kind === 'failed' && chosen === own ? own.minutes : jittered(chosen.minutes, history.random)
  return {
    atMs: history.nowMs + Math.round(intervalMinutes * minuteMs),
    intervalMinutes,
    why: chosen.why,
    ...leftAlone(history),
  }
}

function leftAlone({ nowMs, retryAfterSeconds }: FetchHistory): Pick<NextFetch, 'leftAloneUntilMs'> {
  if (retryAfterSeconds === undefined || !Number.isFinite(retryAfterSeconds)) return {}
  return { leftAloneUntilMs: nowMs + Math.min(retryAfterSeconds * 1000, wishMinutesMax * minuteMs) }
}

type Interval = { readonly minutes: number; readonly why: string }

function jittered(minutes: number, random: number): number {
  const later = minutes * (1 + jitterShare * random)
  return minutes <= intervalMinutesMax ? Math.min(later, intervalMinutesMax) : Math.min(later, wishMinutesMax)
}

const firstRetryMinutes = 15
/** 15 minutes doubled this often is beyond a day. */
const doublingsMax = 7

/** Doubles with every failure, up to a day; the later half of each step is left to chance. */
function backOff({ failures, random }: FetchHistory): Interval {
  const step = Math.min(firstRetryMinutes * 2 ** Math.min(Math.max(failures - 1, 0), doublingsMax), intervalMinutesMax)
  const minutes = step * (0.5 + 0.5 * random)
  const times = failures <= 1 ? 'It failed.' : `It failed ${failures} times in a row.`
  return { minutes, why: `${times} It is tried again in ${inWords(minutes)}.` }
}

function chosenByPerson({ ownIntervalMinutes }: FetchHistory): Interval | undefined {
  if (ownIntervalMinutes === undefined) return undefined
  const minutes = Math.min(Math.max(ownIntervalMinutes, intervalMinutesMin), intervalMinutesMax)
  return { minutes, why: `It is set to be asked every ${each(minutes)}.` }
}

/** Entries that say how often the source publishes now, as opposed to years ago. */
const rhythmEntries = 50
const unknownMinutes = 60
/** Looking twice in the usual time between two entries finds one when it is half as old as that, on average. */
const looksPerEntry = 2
/** A source that fell silent is looked at ever more seldom: after twelve hours of silence every hour. */
const silenceShare = 1 / 12

function rhythm({ entryTimesMs, nowMs }: FetchHistory): Interval {
  const times = entryTimesMs.filter((at) => at <= nowMs).sort((a, b) => b - a)
  const latest = times[0]
  if (latest === undefined) return { minutes: unknownMinutes, why: 'Its entries have no dates.' }
  const gapMinutes = usualGapMinutes(times.slice(0, rhythmEntries))
  const silentMinutes = (nowMs - latest) / minuteMs
  const wanted = Math.max((gapMinutes ?? unknownMinutes) / looksPerEntry, silentMinutes * silenceShare)
  const minutes = Math.min(Math.max(wanted, intervalMinutesMin), intervalMinutesMax)
  if (gapMinutes === undefined || silentMinutes * silenceShare > gapMinutes / looksPerEntry)
    return { minutes, why: `Its latest entry is ${inWords(silentMinutes)} old.` }
  return { minutes, why: `It publishes about every ${each(gapMinutes)}.` }
}

/** Median minutes between publications; entries closer together than we would ever look count as one. */
function usualGapMinutes(newestFirst: readonly number[]): number | undefined {
  const gaps: number[] = []
  let later = newestFirst[0] ?? 0
  for (const at of newestFirst) {
    const gap = (later - at) / minuteMs
    if (gap < intervalMinutesMin) continue
    gaps.push(gap)
    later = at
  }
  gaps.sort((a, b) => a - b)
  return gaps[Math.floor(gaps.length / 2)]
}

/** A source whose hub sends is asked all the same, in case something was lost on the way. */
const hubMinutes = 6 * 60

function wishesOf({
  kind,
  publisherIntervalMinutes,
  maxAgeSeconds,
  retryAfterSeconds,
  hubSends,
}: FetchHistory): Interval[] {
  const wishes: Interval[] = []
  if (hubSends === true && kind !== 'failed')
    wishes.push(wish(hubMinutes, 'Its hub sends what is new; to be safe it is asked every'))
  if (publisherIntervalMinutes !== undefined)
    wishes.push(wish(Math.min(publisherIntervalMinutes, intervalMinutesMax), 'The feed asks for'))
  if (maxAgeSeconds !== undefined)
    wishes.push(wish(maxAgeSeconds / 60, 'The server says that its answer stays fresh for'))
  if (retryAfterSeconds !== undefined) wishes.push(wish(retryAfterSeconds / 60, 'The server asks to be left alone for'))
  return wishes
}

function wish(wantedMinutes: number, words: string): Interval {
  const minutes = Math.min(wantedMinutes, wishMinutesMax)
  return { minutes, why: `${words} ${inWords(minutes)}.` }
}

function longest(intervals: readonly Interval[]): Interval | undefined {
  return intervals.reduce<Interval | undefined>(
    (best, one) => (Number.isFinite(one.minutes) && one.minutes > (best?.minutes ?? 0) ? one : best),
    undefined,
  )
}

/** After "every". */
function each(minutes: number): string {
  return Math.round(minutes) === 60 ? 'hour' : inWords(minutes)
}

function inWords(minutes: number): string {
  const [amount, unit] =
    minutes < 90
      ? [minutes, 'minute']
      : minutes < 2 * dayMinutes
        ? [minutes / 60, 'hour']
        : [minutes / dayMinutes, 'day']
  const rounded = Math.max(1, Math.round(amount))
  return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`
}

export type RedirectDecision = {
  /** Where the last fetches were redirected for good, and how often in a row. */
  readonly candidateUrl?: string
  readonly count: number
  /** Set once the source has moved: from now on it lives here. */
  readonly newUrl?: string
}

/** One permanent redirect may be a mistake of the server; three in a row to one place are a move. */
const movesNeeded = 3

/** What a fetch tells of the source's address, given what the fetches before it told. */
export function redirectDecision(told: {
  /** Where this fetch was redirected for good, if it was. */
  readonly permanentUrl: string | undefined
  readonly previousUrl: string | undefined
  /** How often in a row it was redirected to `previousUrl` before. */
  readonly count: number
}): RedirectDecision {
  if (told.permanentUrl === undefined) return { count: 0 }
  const count = told.permanentUrl === told.previousUrl ? told.count + 1 : 1
  return count >= movesNeeded ? { count: 0, newUrl: told.permanentUrl } : { candidateUrl: told.permanentUrl, count }
}
