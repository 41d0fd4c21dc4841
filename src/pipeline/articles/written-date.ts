/** Languages whose month names are known; the names themselves come from the runtime's locale tables. */
const languages =
  'en de fr es it pt nl pl ru uk cs sk sl hr sr bg ro hu sv da nb fi et lv lt el tr id ms vi ar fa ur he hi bn ta te th ca gl eu'.split(
    ' ',
  )

/** Made when the first date in words is read: that takes a tenth of a second, and most threads that start meet none. */
let months: ReadonlyMap<string, number> | undefined

/**
 * The date in a line as people write it, as ISO 8601 at midnight UTC: `3 May 2020`, `May 3, 2020`, `3. Mai 2020`, `03.05.2020`,
 * `2020年5月3日`. With slashes the day comes first, but in American English. Undefined when there is none.
 */
export function readWrittenDate(line: string, language?: string): string | undefined {
  const text = asciiDigits(line.slice(0, 300)).toLowerCase()
  // Dates without the century are in figures only, so most lines are done with here.
  const inFull = /(?:19|20)\d\d/.test(text) ? inWords(text) : undefined
  return inFull ?? inFigures(text, /^en(-us)?$/i.test(language ?? ''))
}

const fillers = new Set(['de', 'del', 'of', 'г'])
const wordsMax = 60

/** Finds a month's name and reads the figures beside it: day before and year after, day and year after, or year before. */
function inWords(text: string): string | undefined {
  const words = text
    .split(/[\s,.]+/)
    .filter((word) => !fillers.has(word))
    .slice(0, wordsMax)
  months ??= monthNames()
  for (const [at, word] of words.entries()) {
    const month = months.get(word)
    if (month === undefined) continue
    const [before, after, next] = [words[at - 1] ?? '', words[at + 1] ?? '', words[at + 2] ?? '']
    if (yearWord.test(after) && dayWord.test(before)) return dayOf(after.slice(0, 4), month, digitsOf(before))
    if (dayWord.test(after) && yearWord.test(next)) return dayOf(next.slice(0, 4), month, digitsOf(after))
    if (yearWord.test(before) && dayWord.test(after)) return dayOf(before.slice(0, 4), month, digitsOf(after))
  }
  const wide = wideDate.exec(text)
  return wide === null ? undefined : dayOf(wide[1], Number(wide[2]), wide[3])
}

const yearWord = /^(?:19|20)\d\d(?!\d)/
const dayWord = /(?:^|\D)\d{1,2}(?:st|nd|rd|th|er|º|ª)?$/
const wideDate = /((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/

function digitsOf(word: string): string {
  return /\d{1,2}(?=\D*$)/.exec(word)?.[0] ?? ''
}

function inFigures(text: string, monthFirst: boolean): string | undefined {
  const yearFirst = /(?<![\d./-])((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?![\d])/.exec(text)
  if (yearFirst !== null) return dayOf(yearFirst[1], Number(yearFirst[2]), yearFirst[3])
  const match = /(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d|\d\d(?!\d))/.exec(text)
  if (match === null) return undefined
  const [, first = '', mark = '', second = '', year = ''] = match
  const full = year.length === 2 ? `20${year}` : year
  const american = (mark === '/' && monthFirst && Number(first) <= 12) || Number(second) > 12
  return american ? dayOf(full, Number(first), second) : dayOf(full, Number(second), first)
}

function dayOf(year: string | undefined, month: number, day: string | undefined): string | undefined {
  const numbers = { year: Number(year), day: Number(day) }
  if (month < 1 || month > 12 || numbers.day < 1 || numbers.day > 31 || numbers.year < 1990 || numbers.year > 2100)
    return undefined
  return `${numbers.year}-${String(month).padStart(2, '0')}-${String(numbers.day).padStart(2, '0')}T00:00:00Z`
}

/** Month names, alone and as they stand within a date, long and short, to the month's number. */
function monthNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>()
  for (const language of languages) {
    for (const month of ['long', 'short'] as const) {
      for (const shape of [{ month }, { month, day: 'numeric' as const }]) {
        const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { ...shape, timeZone: 'UTC' })
        for (let number = 1; number <= 12; number += 1) {
          const parts = format.formatToParts(new Date(Date.UTC(2020, number - 1, 15)))
          const name = parts
            .find((part) => part.type === 'month')
            ?.value.toLowerCase()
            .replace(/\.$/, '')
          if (name !== undefined && name.length > 2 && !names.has(name)) names.set(name, number)
        }
      }
    }
  }
  for (const [name, number] of [
    ['sept', 9],
    ['jänner', 1],
    ['mrz', 3],
  ] as const)
    names.set(name, number)
  return names
}

/** Zeros of the decimal digits that news pages use beside 0–9: Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10]

function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    const zero = zeros.find((each) => code >= each && code < each + 10)
    return zero === undefined ? digit : String(code - zero)
  })
}
