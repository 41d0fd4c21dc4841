/** How a page speaks to its reader: sentences, numbers, times and weights in one language and one time zone. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type LanguageCode, languages } from './messages/languages.ts'
import { type Fill, fill, type Key } from './messages/messages.ts'
import { type Times, timesIn } from './times.ts'

export type Words = Times & {
  readonly language: LanguageCode
  readonly direction: 'ltr' | 'rtl'
  readonly say: <K extends Key>(key: K, ...filling: Fill<K>) => string
  /** A sentence by a key that is only known while running; undefined where there is none. */
  readonly sayIfKnown: (key: string) => string | undefined
  /** Digits in groups. */
  readonly number: (value: number) => string
  /** "a, b and 3 more". */
  readonly listed: (names: readonly string[], shown: number) => string
  /** A name within a line that may be cut: from right to left the line would lose the beginning of a foreign one. */
  readonly shortened: (name: string) => string
  /** "12 MB", "350 kB". */
  readonly bytes: (count: number) => string
  /** "German"; the code itself where it names no language; nothing where it is unknown. */
  readonly languageName: (code: string) => string | undefined
  /** "Germany"; nothing where the code names no country. */
  readonly countryName: (code: string) => string | undefined
  /** Of two names, which one is first in a list; as `sort` takes it. */
  readonly inOrder: (one: string, other: string) => number
  /** How much a reason counts, beside the strongest one of its card. */
  readonly weight: (weight: number, strongest: number) => string
}

export type Speaking = { readonly language: LanguageCode; readonly nowMs: number; readonly timeZone: string }

export function wordsIn({ language, nowMs, timeZone }: Speaking): Words {
  const { messages, locale, direction } = languages[language]
  const speech = { plural: new Intl.PluralRules(locale), number: new Intl.NumberFormat(locale) }
  const say: Words['say'] = (key, ...[filling]) => fill(messages[key], isolate(filling ?? {}, direction), speech)
  return {
    language,
    direction,
    say,
    sayIfKnown: (key) => (isKey(key, messages) ? fill(messages[key], {}, speech) : undefined),
    number: (value) => speech.number.format(value),
    listed: (names, shown) => {
      const first = names.slice(0, shown)
      const rest = names.length - first.length
      if (rest > 0) return say('list.more', { names: first.join(', '), number: rest })
      if (first.length < 2) return first.join('')
      return say('list.and', { first: first.slice(0, -1).join(', '), last: first.at(-1) ?? '' })
    },
    shortened: (name) => (direction === 'rtl' ? `\u2068${shortOf(name)}\u2069` : name),
    bytes: (count) => bytesWords(count, locale),
    languageName: (code) => languageName(code, locale),
    countryName: (code) => countryName(code, locale),
    inOrder: new Intl.Collator(locale).compare,
    weight: (weight, strongest) => say(weightKey(weight, strongest)),
    ...timesIn({ locale, nowMs, timeZone, say }),
  }
}

type Filled = Readonly<Record<string, string | number>>

/** Characters of a name that a phone's line has room for, beside the words around it. */
const foreignMax = 30

function shortOf(name: string): string {
  return name.length > foreignMax ? `${name.slice(0, foreignMax).trimEnd()}…` : name
}

/** What is filled in and goes the other way keeps its direction, and the signs around it theirs. */
function isolate(filling: Filled, direction: Words['direction']): Filled {
  const otherWay = direction === 'rtl' ? goesRight : goesLeft
  const isolated = (value: string) => (otherWay.test(value) ? `\u2068${value}\u2069` : value)
  return Object.fromEntries(
    Object.entries(filling).map(([name, value]) => [name, typeof value === 'string' ? isolated(value) : value]),
  )
}

/** Letters of no script that goes from right to left, or signs that make letters go another way than their own. */
const goesRight = /[^\P{L}\u0590-\u08ff]|[\u202a-\u202e\u2066-\u2069]/u

/** Letters and marks of scripts that go from right to left, or such signs. */
const goesLeft =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

function bytesWords(count: number, locale: string): string {
  const isSmall = count < 1_000_000
  const unit = isSmall ? 'kilobyte' : 'megabyte'
  const form = new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 0 })
  return form.format(count / (isSmall ? 1000 : 1_000_000))
}

function isKey(key: string, messages: object): key is Key {
  return Object.hasOwn(messages, key)
}

function languageName(code: string, locale: string): string | undefined {
  if (code === 'und' || code === '') return undefined
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code)
  } catch {
    return code
  }
}

function countryName(code: string, locale: string): string | undefined {
  if (!/^[A-Z]{2}$/.test(code)) return undefined
  return new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }).of(code)
}

function weightKey(weight: number, strongest: number) {
  const share = strongest === 0 ? 0 : Math.abs(weight) / strongest
  const size = share > 0.66 ? 2 : share > 0.33 ? 1 : 0
  return weight < 0
    ? (['weight.againstLittle', 'weight.againstSome', 'weight.againstLot'] as const)[size]
    : (['weight.little', 'weight.some', 'weight.lot'] as const)[size]
}

/** "32 min", "6 h". */
export function spanWords(minutes: number, { say }: Pick<Words, 'say'>): string {
  return minutes % 60 === 0 ? say('age.hours', { count: minutes / 60 }) : say('age.minutes', { count: minutes })
}

/** "4:33", "1:02:07". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** The host of an address without `www.`; the address itself where it has none. */
export function hostName(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : url
}

/** The words of the page that is being rendered; `renderDocument` gives them. */
export const WordsContext = createContext<Words | undefined>(undefined)

export function useWords(): Words {
  const words = useContext(WordsContext)
  if (words === undefined) throw new Error('A component speaks outside of a document.')
  return words
}
