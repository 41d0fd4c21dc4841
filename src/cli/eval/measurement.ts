/** What every measurement of salient eval shares: its shape, its rows, its table. */
import { readFile } from 'node:fs/promises'
import type { Interval } from '../../eval/metrics/bootstrap.ts'
import { readLine } from '../ndjson.ts'

/** A line of a file of rows that is no row, and what it is instead. */
export type UnreadLine = { readonly line: number; readonly what: string }

/** Why rows say nothing of what is measured, as "without …", and how many for each reason. */
export type PassedOver = ReadonlyMap<string, number>

/**
 * Measures one file. `nothing`: it holds nothing to measure, and why. `unread`: lines that were passed over, and
 * `passedOver`: rows. The report is made when it is asked for.
 */
export type Measurement = (
  file: string,
  options: { readonly classes: string | undefined },
) => Promise<
  (
    | { readonly figures: object; readonly table: string; readonly report: () => string }
    | { readonly nothing: string }
  ) & {
    readonly unread: readonly UnreadLine[]
    readonly passedOver: PassedOver
  }
>

type Rows = { readonly rows: Record<string, unknown>[]; readonly unread: UnreadLine[] }

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder',
  EACCES: 'this file may not be read',
}

/** What a file holds; throws with words for people where it cannot be read. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    throw new Error(`${file}: ${fileProblems[code] ?? String(cause)}`, { cause })
  }
}

/** The rows of a file that are JSON objects, and the lines that are none. */
export async function readRows(file: string): Promise<Rows> {
  return rowsIn(await readText(file))
}

/** Reads each value as a row, or as a word on what it lacks. */
export function sortRows<Row extends object>(
  values: readonly Record<string, unknown>[],
  read: (value: Record<string, unknown>, place: number) => Row | string,
): { readonly rows: Row[]; readonly passedOver: PassedOver } {
  const rows: Row[] = []
  const passedOver = new Map<string, number>()
  for (const [place, value] of values.entries()) {
    const row = read(value, place)
    if (typeof row === 'string') passedOver.set(row, (passedOver.get(row) ?? 0) + 1)
    else rows.push(row)
  }
  return { rows, passedOver }
}

export function rowsIn(text: string): Rows {
  const found: Rows = { rows: [], unread: [] }
  for (const [place, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const read = readLine(line)
    if (read.ok) found.rows.push(read.value)
    else {
      const what = read.error.code === 'not-json' ? 'is not JSON' : 'is no JSON object'
      found.unread.push({ line: place + 1, what: `${what}: ${read.error.message}` })
    }
  }
  return found
}

const nameWidth = 24
const columnWidth = 22

/** A table for the terminal: names at the left, one column a figure. */
export function figuresTable(
  head: string,
  columns: readonly string[],
  rows: readonly (readonly [name: string, ...figures: Interval[]])[],
): string {
  const lines = [
    [head.padEnd(nameWidth), ...columns.map((title) => title.padEnd(columnWidth))],
    ...rows.map(([name, ...figures]) => [
      name.padEnd(nameWidth),
      ...figures.map((figure) => percent(figure).padEnd(columnWidth)),
    ]),
  ]
  return `${lines.map((line) => line.join('').trimEnd()).join('\n')}\n`
}

/** "80.2 [78.9, 81.4]". */
export function percent({ mean, low, high }: Interval): string {
  const figure = (value: number): string => (100 * value).toFixed(1)
  return `${figure(mean)} [${figure(low)}, ${figure(high)}]`
}
