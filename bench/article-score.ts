/** How extracted articles are compared with what is known of their pages. Shared by the benchmark and the measured test. */

/** What is known of a page: segments that must and must not be in its text, and its fields. */
export type KnownPage = {
  readonly url: string
  readonly file: string
  readonly title?: string | null
  readonly author?: string | readonly string[] | null
  readonly date?: string | null
  readonly with: readonly string[]
  readonly without: readonly string[]
}

export type Reading = {
  readonly text: string
  readonly title?: string | undefined
  readonly byline?: string | readonly string[] | undefined
  readonly publishedAt?: string | undefined
}

export type Score = {
  readonly precision: number
  readonly recall: number
  readonly f: number
  /** Shares of the known fields that agree. Titles and authors: one holds the other's letters. Dates: the same day. */
  readonly title: number
  /** As `title`, where only the very same letters and digits will do. */
  readonly titleExact: number
  readonly author: number
  readonly date: number
}

/** Scores readings against what is known, in the same order. All in [0, 1]. */
export function scoreReadings(known: readonly KnownPage[], readings: readonly Reading[]): Score {
  const counts = { found: 0, missed: 0, extra: 0 }
  const fields = { title: [0, 0], titleExact: [0, 0], author: [0, 0], date: [0, 0] } satisfies Record<
    string,
    [number, number]
  >
  for (const [at, page] of known.entries()) {
    const reading = readings[at] ?? { text: '' }
    const text = folded(reading.text)
    for (const segment of page.with) {
      if (text.includes(folded(segment))) counts.found += 1
      else counts.missed += 1
    }
    for (const segment of page.without) if (text.includes(folded(segment))) counts.extra += 1
    tally(fields.title, page.title, (title) => agree(title, reading.title))
    tally(fields.titleExact, page.title, (title) => letters(title) === letters(reading.title ?? ''))
    tally(fields.author, [page.author ?? []].flat().join(', '), (author) =>
      agree(author, [reading.byline ?? []].flat().join(', ')),
    )
    tally(fields.date, page.date, (date) => reading.publishedAt?.slice(0, 10) === date)
  }
  const precision = share([counts.found, counts.found + counts.extra])
  const recall = share([counts.found, counts.found + counts.missed])
  return {
    precision,
    recall,
    f: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    title: share(fields.title),
    titleExact: share(fields.titleExact),
    author: share(fields.author),
    date: share(fields.date),
  }
}

function tally(counts: [number, number], value: string | null | undefined, isRight: (value: string) => boolean): void {
  if (value === undefined || value === null || value === '') return
  counts[1] += 1
  if (isRight(value)) counts[0] += 1
}

function share([part, whole]: readonly [number, number] | readonly number[]): number {
  return whole === undefined || whole === 0 ? 0 : (part ?? 0) / whole
}

function folded(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

function agree(known: string, read: string | undefined): boolean {
  const [a, b] = [letters(known), letters(read ?? '')]
  return b !== '' && (a.includes(b) || b.includes(a))
}

function letters(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
