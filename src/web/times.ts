/** Times as people say them, in one language and one time zone. */
import type { Fill, Key } from './messages/messages.ts'

export type Times = {
  readonly nowMs: number
  /** "now", "18 min", "3 h", "yesterday", "4 days", "12 Nov", "12 Nov 2024". */
  readonly age: (at: string) => string
  /** "18 minutes ago", from a length of time. */
  readonly ago: (passedMs: number) => string
  /** "12 Nov", "12 Nov 2024". */
  readonly day: (at: string) => string
  /** When something was published, with the year where it is not this one. */
  readonly moment: (at: string) => string
  /** "Today 09:42", "Yesterday 21:05", "12 Nov": a place on a timeline. */
  readonly stamp: (at: string) => string
  /** "09:42". */
  readonly clock: (at: string) => string
  /** "Monday, 23 November": a whole day's heading, with the year where it is not this one. */
  readonly date: (at: string) => string
  /** "18:00", "tomorrow 07:00". */
  readonly soon: (at: string) => string
  /** "Monday morning": the page's title. */
  readonly partOfDay: () => string
}

type Options = {
  readonly locale: string
  readonly nowMs: number
  readonly timeZone: string
  readonly say: <K extends Key>(key: K, ...filling: Fill<K>) => string
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export function timesIn({ locale, nowMs, timeZone, say }: Options): Times {
  const format = formatterOf(locale, timeZone)
  const isThisYear = (atMs: number) => new Date(nowMs).getUTCFullYear() === new Date(atMs).getUTCFullYear()
  const day = (atMs: number) =>
    format(atMs, { day: 'numeric', month: 'short', ...(isThisYear(atMs) ? {} : { year: 'numeric' }) })
  const clock = (atMs: number) => format(atMs, { hour: '2-digit', minute: '2-digit' })
  const asTitle = (words: string) => words.charAt(0).toLocaleUpperCase(locale) + words.slice(1)
  const dayOf = (atMs: number) => format(atMs, { dateStyle: 'short' })
  return {
    nowMs,
    age: (at) => {
      const ageMs = nowMs - Date.parse(at)
      if (ageMs < minuteMs) return say('age.now')
      if (ageMs < hourMs) return say('age.minutes', { count: Math.floor(ageMs / minuteMs) })
      if (ageMs < 20 * hourMs) return say('age.hours', { count: Math.floor(ageMs / hourMs) })
      if (ageMs < 2 * dayMs) return say('age.yesterday')
      if (ageMs < 7 * dayMs) return say('age.days', { count: Math.floor(ageMs / dayMs) })
      return day(Date.parse(at))
    },
    ago: (passedMs) => {
      if (passedMs < minuteMs) return say('ago.now')
      if (passedMs < hourMs) return say('ago.minutes', { count: Math.floor(passedMs / minuteMs) })
      if (passedMs < dayMs) return say('ago.hours', { count: Math.floor(passedMs / hourMs) })
      return say('ago.days', { count: Math.floor(passedMs / dayMs) })
    },
    day: (at) => day(Date.parse(at)),
    moment: (at) => {
      const atMs = Date.parse(at)
      const year = isThisYear(atMs) ? {} : ({ year: 'numeric' } as const)
      return format(atMs, { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', ...year })
    },
    stamp: (at) => {
      const atMs = Date.parse(at)
      if (dayOf(atMs) === dayOf(nowMs)) return say('stamp.today', { time: clock(atMs) })
      if (dayOf(atMs) === dayOf(nowMs - dayMs)) return say('stamp.yesterday', { time: clock(atMs) })
      return say('stamp.day', { day: day(atMs), time: clock(atMs) })
    },
    clock: (at) => clock(Date.parse(at)),
    date: (at) => {
      const atMs = Date.parse(at)
      const year = isThisYear(atMs) ? {} : ({ year: 'numeric' } as const)
      return asTitle(format(atMs, { weekday: 'long', day: 'numeric', month: 'long', ...year }))
    },
    soon: (at) => {
      const atMs = Date.parse(at)
      return dayOf(atMs) === dayOf(nowMs) ? clock(atMs) : say('soon.tomorrow', { time: clock(atMs) })
    },
    partOfDay: () => {
      const weekday = format(nowMs, { weekday: 'long' })
      const hour = Number(new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(nowMs))
      const key = hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
      return asTitle(say(`part.${key}`, { weekday }))
    },
  }
}

/** Formatters cost more than what they format: each is made once for a page. */
function formatterOf(locale: string, timeZone: string): (atMs: number, options: Intl.DateTimeFormatOptions) => string {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (atMs, options) => {
    const key = JSON.stringify(options)
    const format = made.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...options })
    made.set(key, format)
    return format.format(atMs)
  }
}
