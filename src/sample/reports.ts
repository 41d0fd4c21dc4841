/** Who reports what, and when: every event three times in other words, and once more as a syndicated copy. */
import type { SampleEvent, Telling } from './events.ts'
import { type Outlet, outlets } from './outlets.ts'

export type Report = {
  readonly outlet: Outlet
  /** Unique among all reports; the entry's id in the feed. */
  readonly key: string
  readonly section: string
  readonly headline: string
  readonly paragraphs: readonly string[]
  readonly keyPoints: readonly string[]
  readonly byline: string
  /** Hours before the newsroom opened; negative: this long after. */
  readonly hoursAgo: number
  readonly places: readonly string[]
  /** Colours its picture; the same for all reports of an event. */
  readonly pictureSeed: string
}

const bylines = ['Maren Oake', 'Tomas Wynn', 'Ada Vexley', 'Rune Castell', 'Ines Harrow', 'Jorun Dale', 'Leif Amsel']
/** Which facts each report tells, after the headline's own. */
const choices = [
  [0, 1, 2, 3, 6],
  [0, 4, 1, 5],
  [0, 3, 5, 2],
] as const
const hoursBetween = 1.5

/** All reports of the events, the same at each call. */
export function reportsOf(events: readonly SampleEvent[]): Report[] {
  return events.flatMap((event, n) => [...englishReports(event, n), ...spanishReports(event, n)])
}

function englishReports(event: SampleEvent, n: number): Report[] {
  const own = outletsFor(event, n).slice(0, event.english.headlines.length)
  const reports = own.map((outlet, k) =>
    report(event, { outlet, k, telling: event.english, hoursAgo: hoursOf(event, k) }),
  )
  const [first] = reports
  const copiers = outlets.filter(({ language, syndicates }) => language === 'en' && syndicates)
  const copier = copiers[n % copiers.length]
  return first === undefined || copier === undefined ? reports : [...reports, copyOf(first, copier, n)]
}

/** Rotated, so that every outlet reports its share. */
function outletsFor(event: SampleEvent, n: number): Outlet[] {
  const able = outlets.filter(
    ({ language, sections, syndicates }) =>
      language === 'en' && !syndicates && (sections.length === 0 || sections.includes(event.section)),
  )
  return able.map((_, k) => able[(k + n) % able.length]).filter((outlet) => outlet !== undefined)
}

function spanishReports(event: SampleEvent, n: number): Report[] {
  if (event.spanish.headlines.length === 0) return []
  const [own, copier] = outlets.filter(({ language }) => language === 'es')
  if (own === undefined || copier === undefined) return []
  const first = report(event, { outlet: own, k: 0, telling: event.spanish, hoursAgo: hoursOf(event, 2) })
  return [first, copyOf(first, copier, n)]
}

function hoursOf(event: SampleEvent, k: number): number {
  return Math.max(0.2, event.hoursAgo - k * hoursBetween)
}

function report(
  event: SampleEvent,
  { outlet, k, telling, hoursAgo }: { outlet: Outlet; k: number; telling: Telling; hoursAgo: number },
): Report {
  const order = outlet.language === 'es' ? telling.facts.map((_, at) => at) : (choices[k] ?? choices[0])
  const paragraphs = order.map((at) => telling.facts[at]).filter((fact) => fact !== undefined)
  return {
    outlet,
    key: `${event.name}-${outlet.slug}`,
    section: event.section,
    headline: telling.headlines[k] ?? telling.headlines[0] ?? event.name,
    paragraphs,
    keyPoints: outlet.hasKeyPoints ? paragraphs.slice(1, 3) : [],
    byline: bylines[(event.name.length + k) % bylines.length] ?? '',
    hoursAgo,
    places: event.places,
    pictureSeed: event.name,
  }
}

/** A copy with the small edits that copies have: another headline style, the end cut off. */
function copyOf(original: Report, outlet: Outlet, n: number): Report {
  return {
    ...original,
    outlet,
    key: `${original.key}-${outlet.slug}`,
    headline: n % 2 === 0 ? original.headline : `${original.headline} - ${outlet.name}`,
    paragraphs: n % 3 === 0 ? original.paragraphs.slice(0, -1) : original.paragraphs,
    keyPoints: [],
    hoursAgo: Math.max(0.1, original.hoursAgo - 0.5),
  }
}

/** What two outlets report of an update, in the order in which it happens. */
export function updateReports(events: readonly SampleEvent[]): Report[] {
  return events.flatMap((event, n) =>
    event.updates.flatMap(({ headline, fact }) =>
      outletsFor(event, n)
        .slice(0, 2)
        .map((outlet, k) => {
          const base = report(event, { outlet, k, telling: event.english, hoursAgo: 0 })
          const paragraphs = [fact, ...base.paragraphs.slice(0, 2 + k)]
          return { ...base, key: `${base.key}-update`, headline, paragraphs, keyPoints: [] }
        }),
    ),
  )
}
