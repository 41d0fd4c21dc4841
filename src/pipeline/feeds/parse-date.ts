import { monthNamed } from './month-names.ts'

/** Some programs write the first day of their calendar, give or take a zone, where they have no date. */
const yearOfNoDate = 1
/** Later ones are not written with four figures. */
const yearMax = 9999

/** No date is longer; what follows is not looked at. */
const charactersMax = 100

/**
 * A date as feeds write it → ISO 8601 in UTC, or undefined: RFC 822 and its many misspellings, ISO 8601 with all it lets
 * one leave out, asctime, month names in some twenty languages, Korean, Japanese and Chinese forms, seconds since 1970.
 * A time without zone is UTC. A day that its month lacks runs over into the next.
 */
export function parseDate(written: string): string | undefined {
  const text = westernDigits(written.slice(0, charactersMax)).replace(/\s+/g, ' ').trim()
  if (!/\d/.test(text)) return undefined
  const moment = fromEpoch(text) ?? fromIso(text) ?? fromWords(eastAsian(text))
  const year = moment?.getUTCFullYear() ?? Number.NaN
  return moment === undefined || !(year > yearOfNoDate && year <= yearMax) ? undefined : moment.toISOString()
}

/** Arabic, Persian, Devanagari and Bengali figures, by their zeros; and the marks of direction that go with some. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6]

function westernDigits(text: string): string {
  return text.replace(/[\u200e\u200f\u061c]/g, '').replace(/[٠-٩۰-۹०-९০-৯]/g, (digit) => {
    const zero = zeros.find((each) => digit.charCodeAt(0) >= each && digit.charCodeAt(0) < each + 10) ?? 0
    return String(digit.charCodeAt(0) - zero)
  })
}

type Clock = { readonly hour: number; readonly minute: number; readonly second: number; readonly millisecond: number }
type Day = { readonly year: number; readonly month: number; readonly day: number }

const midnight: Clock = { hour: 0, minute: 0, second: 0, millisecond: 0 }

function momentOf({ year, month, day }: Day, clock: Clock, zoneMinutes: number): Date | undefined {
  const { hour, minute, second, millisecond } = clock
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return undefined
  if (hour > 24 || minute > 59 || second > 61) return undefined
  const moment = new Date(Date.UTC(2000, month - 1, day, hour, minute - zoneMinutes, second, millisecond))
  // Date.UTC takes years below 100 for those of the last century, so the year is set by itself; leap days need it first.
  const exact = new Date(0)
  exact.setUTCFullYear(year, month - 1, day)
  exact.setUTCHours(hour, minute - zoneMinutes, second, millisecond)
  return Number.isNaN(moment.getTime()) ? undefined : exact
}

function fromEpoch(text: string): Date | undefined {
  if (/^\d{9,10}$/.test(text)) return new Date(Number(text) * 1000)
  return /^\d{12,13}$/.test(text) ? new Date(Number(text)) : undefined
}

const isoDay =
  /^(\d{4})(?:-?(\d{2})-?(\d{2})(?!\d)|-?W(\d{2})(?:-?([1-7]))?|-?(\d{3})(?!\d)|-(\d{1,2})-(\d{1,2})(?!\d)|-(\d{2})(?!\d))?/
const isoClock = /^(?:T| ?)(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,12}))?)?)?/i

function fromIso(text: string): Date | undefined {
  const found = isoDay.exec(text) ?? undefined
  if (found === undefined) return undefined
  const rest = text.slice(found[0].length)
  if (rest !== '' && !/^(T| |Z|[+-]\d)/i.test(rest)) return undefined
  const clock = /^(T| \d)/i.test(rest) ? isoClock.exec(rest) : null
  const zone = (clock === null ? rest : rest.slice(clock[0].length)).trim()
  if (/^[ap]m/i.test(zone) || /오[전후]/.test(zone)) return undefined
  return momentOf(isoDayOf(found), clock === null ? midnight : clockOf(clock), zoneMinutes(zone) ?? 0)
}

function isoDayOf(found: RegExpExecArray): Day {
  const year = Number(found[1])
  if (found[6] !== undefined) return dayOfYear(year, Number(found[6]))
  if (found[4] !== undefined) return dayOfWeek(year, Number(found[4]), Number(found[5] ?? 1))
  return { year, month: Number(found[2] ?? found[7] ?? found[9] ?? 1), day: Number(found[3] ?? found[8] ?? 1) }
}

function dayOfYear(year: number, ordinal: number): Day {
  const moment = new Date(Date.UTC(year, 0, ordinal))
  return { year: moment.getUTCFullYear(), month: moment.getUTCMonth() + 1, day: moment.getUTCDate() }
}

/** Week 1 is the one that 4 January lies in (ISO 8601). */
function dayOfWeek(year: number, week: number, weekday: number): Day {
  const fourth = new Date(Date.UTC(year, 0, 4)).getUTCDay() || 7
  return dayOfYear(year, 4 - fourth + (week - 1) * 7 + weekday)
}

function clockOf(found: RegExpExecArray): Clock {
  return {
    hour: Number(found[1]),
    minute: Number(found[2] ?? 0),
    second: Number(found[3] ?? 0),
    millisecond: Math.floor(Number(`0.${found[4] ?? 0}`) * 1000),
  }
}

/** Korean, Japanese and Chinese dates with their words for year, month, day and half of the day turned into figures. */
function eastAsian(text: string): string {
  return text
    .replace(/(\d{4}) ?[년年] ?(\d{1,2}) ?[월月] ?(\d{1,2}) ?[일日]/, '$1/$2/$3 ')
    .replace(/(오전|午前|上午) ?(\d{1,2}[:시時时][^ ]*)/, '$2 AM')
    .replace(/(오후|午後|下午) ?(\d{1,2}[:시時时][^ ]*)/, '$2 PM')
    .replace(/(\d{1,2}) ?[시時时] ?(\d{1,2}) ?[분分](?: ?(\d{1,2}) ?[초秒])?/, '$1:$2:$3')
}

const clockInText = /(?:^|[^\d:])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?:?(?: ?([ap])\.?m\b\.?)?/i
const hourInText = /(?:^|[ ,])(\d{1,2}) ?([ap])\.?m\b/i

/** Day, month, year, time and zone in whichever order they stand. */
function fromWords(text: string): Date | undefined {
  const clock = clockInText.exec(text)
  const hour = clock === null ? hourInText.exec(text) : null
  const timed = clock ?? hour
  const before = timed === null ? text : text.slice(0, timed.index)
  const after = timed === null ? '' : text.slice(timed.index + timed[0].length)
  const zone = zoneMinutes(after.replace(/^ ?(?:uhr|h) /i, '').trim())
  const day =
    dayIn(before) ?? (after === '' ? undefined : dayIn(`${before} ${after.replace(/[+-]\d{1,2}:?\d{2}\b/, '')}`))
  if (day === undefined) return undefined
  return momentOf(day, timed === null ? midnight : clockInWords(timed, hour !== null), zone ?? 0)
}

function clockInWords(found: RegExpExecArray, isHourOnly: boolean): Clock {
  const half = (isHourOnly ? found[2] : found[5])?.toLowerCase()
  const written = Number(found[1])
  const hour = half === undefined || written > 12 ? written : (written % 12) + (half === 'p' ? 12 : 0)
  if (isHourOnly) return { ...midnight, hour }
  const clock = {
    minute: Number(found[2]),
    second: Number(found[3] ?? 0),
    millisecond: Math.floor(Number(`0.${found[4] ?? 0}`) * 1000),
  }
  return { hour, ...clock }
}

function dayIn(text: string): Day | undefined {
  return dayInFigures(text) ?? dayWithName(text)
}

/** 2006/09/15, 2006.9.15, 15.09.2006, 09/15/2006 (American, unless the first number cannot be a month). */
function dayInFigures(text: string): Day | undefined {
  const yearFirst = /(?:^|\D)(\d{4})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{1,2})(?!\d)/.exec(text)
  if (yearFirst !== null) return { year: Number(yearFirst[1]), month: Number(yearFirst[2]), day: Number(yearFirst[3]) }
  const yearLast = /(?:^|\D)(\d{1,2})([-/.]) ?(\d{1,2})[-/.] ?(\d{4}|\d{2})(?!\d)/.exec(text)
  if (yearLast === null) return undefined
  const [first, second] = [Number(yearLast[1]), Number(yearLast[3])]
  const isDayFirst = first > 12 || (yearLast[2] !== '/' && second <= 12)
  const year = fullYear(yearLast[4] ?? '')
  return isDayFirst ? { year, month: second, day: first } : { year, month: first, day: second }
}

function dayWithName(text: string): Day | undefined {
  const words = text.replace(/(\d)(st|nd|rd|th|er|º|ª)(?=[ ,.-]|$)/gi, '$1').match(/\p{L}+|\d+/gu) ?? []
  const isFirst = (index: number): boolean =>
    index === 0 && words.slice(1).some((word) => monthNamed(word) !== undefined)
  const at = words.findIndex((word, index) => /\p{L}/u.test(word) && !isFirst(index) && monthNamed(word) !== undefined)
  const month = monthNamed(words[at] ?? '')
  if (at === -1 || month === undefined) return undefined
  const numbers = words.filter((word) => /^\d+$/.test(word))
  const yearAt = numbers.findIndex((number) => number.length === 4)
  if (yearAt !== -1) {
    const day = numbers.find((number, index) => index !== yearAt && number.length <= 2)
    return { year: Number(numbers[yearAt]), month, day: Number(day ?? 1) }
  }
  const [day, year] = numbers
  return day === undefined || year === undefined || day.length > 2
    ? undefined
    : { year: fullYear(year), month, day: Number(day) }
}

/** Years of two figures lie between 1970 and 2069. */
function fullYear(written: string): number {
  const year = Number(written)
  if (written.length > 2) return year
  return year < 70 ? 2000 + year : 1900 + year
}

const namedZones: Readonly<Record<string, number>> = {
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  ast: -4,
  adt: -3,
  nst: -3.5,
  ndt: -2.5,
  et: -5,
  ct: -6,
  mt: -7,
  pt: -8,
  bst: 1,
  ist: 5.5,
  wet: 0,
  west: 1,
  cet: 1,
  cest: 2,
  met: 1,
  mest: 2,
  mez: 1,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  msd: 4,
  sast: 2,
  eat: 3,
  pkt: 5,
  ict: 7,
  wib: 7,
  hkt: 8,
  sgt: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  acdt: 10.5,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
  brt: -3,
  art: -3,
}

/** The offset that a text begins with, in minutes east of Greenwich; undefined when it names none that is known. */
function zoneMinutes(text: string): number | undefined {
  const found = /^\(?(?:Etc\/)?(?:GMT|UTC?)? ?([+\-\u2212])(\d{1,2}):?(\d{2})?(?!\d)/i.exec(text)
  if (found !== null) {
    const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0)
    return minutes > 24 * 60 ? undefined : found[1] === '+' ? minutes : -minutes
  }
  const name = /^\(?([A-Za-z]{1,5})\b/.exec(text)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(namedZones, name) ? (namedZones[name] ?? 0) * 60 : undefined
}
