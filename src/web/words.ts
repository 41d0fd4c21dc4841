/** Numbers, times and weights as people say them. English; every sentence that is made of parts is made here. */

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** What every page needs to speak of time. */
export type Now = { readonly nowMs: number; readonly timeZone: string }

/** "now", "18 min", "3 h", "yesterday", "4 days", "12 Nov", "12 Nov 2024". */
export function age(at: string, { nowMs, timeZone }: Now): string {
  const atMs = Date.parse(at)
  const ageMs = nowMs - atMs
  if (ageMs < minuteMs) return 'now'
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min`
  if (ageMs < 20 * hourMs) return `${Math.floor(ageMs / hourMs)} h`
  if (ageMs < 2 * dayMs) return 'yesterday'
  if (ageMs < 7 * dayMs) return `${Math.floor(ageMs / dayMs)} days`
  return day(at, { nowMs, timeZone })
}

/** "9:58, 23 November", with the year where it is not this one: when something was published. */
export function moment(at: string, { nowMs, timeZone }: Now): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', minute: '2-digit' }).format(Date.parse(at))
  const year = isThisYear(at, nowMs) ? {} : ({ year: 'numeric' } as const)
  const date = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', ...year })
  return `${time.replace(/^0/, '')}, ${date.format(Date.parse(at))}`
}

/** "Today 09:42", "Yesterday 21:05", "12 Nov": a place on a timeline. */
export function stamp(at: string, now: Now): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: now.timeZone, hour: '2-digit', minute: '2-digit' })
  const time = clock.format(Date.parse(at))
  const today = new Date(now.nowMs).toISOString()
  if (day(at, now) === day(today, now)) return `Today ${time}`
  if (day(at, now) === day(new Date(now.nowMs - dayMs).toISOString(), now)) return `Yesterday ${time}`
  return `${day(at, now)}, ${time}`
}

/** "18:00", "tomorrow 07:00". */
export function soon(at: string, now: Now): string {
  const [where, time] = stamp(at, now).split(' ')
  if (where === 'Today' && time !== undefined) return time
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: now.timeZone, hour: '2-digit', minute: '2-digit' })
  return `tomorrow ${clock.format(Date.parse(at))}`
}

/** "Monday morning": the page's title. */
export function partOfDay({ nowMs, timeZone }: Now): string {
  const weekday = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long' }).format(nowMs)
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(nowMs))
  if (hour < 5) return `Early ${weekday}`
  if (hour < 12) return `${weekday} morning`
  if (hour < 18) return `${weekday} afternoon`
  return `${weekday} evening`
}

/** "1 source", "1,204 sources". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** "4:33", "1:02:07". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** "German"; the code itself where it names no language; nothing where it is unknown. */
export function languageName(code: string): string | undefined {
  if (code === 'und' || code === '') return undefined
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code)
  } catch {
    return code
  }
}

/** How much a reason counts, beside the strongest one of its card. */
export function weightInWords(weight: number, strongest: number): string {
  const share = strongest === 0 ? 0 : Math.abs(weight) / strongest
  const size = share > 0.66 ? 'a lot' : share > 0.33 ? 'some' : 'a little'
  return weight < 0 ? `counts against, ${size}` : `counts ${size}`
}

/** "a, b and 3 more". */
export function listed(names: readonly string[], shown: number): string {
  const first = names.slice(0, shown)
  const rest = names.length - first.length
  if (rest > 0) return `${first.join(', ')} and ${rest} more`
  if (first.length < 2) return first.join('')
  return `${first.slice(0, -1).join(', ')} and ${first.at(-1) ?? ''}`
}

/** The host of an address without `www.`; the address itself where it has none. */
export function hostName(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : url
}

function day(at: string, { nowMs, timeZone }: Now): string {
  const year = isThisYear(at, nowMs) ? {} : ({ year: 'numeric' } as const)
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', ...year }).format(Date.parse(at))
}

function isThisYear(at: string, nowMs: number): boolean {
  return new Date(nowMs).getUTCFullYear() === new Date(Date.parse(at)).getUTCFullYear()
}
