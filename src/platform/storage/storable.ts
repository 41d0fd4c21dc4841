/** What came from outside, as PostgreSQL can keep it: it takes no NUL characters, no lone surrogates, no numbers beyond its own. */
import { keepable } from '../../domain/keepable.ts'

/** How JSON writes what `keepable` takes out. */
const unkeepable = /\\(?:u(?:00[01]|d[89a-f])|[bf])|[\u007f-\u009f]/

/** The value as JSON, each of its strings keepable. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value)
  // Looking at each string by itself takes several times as long, and hardly any needs it.
  return unkeepable.test(json)
    ? JSON.stringify(value, (_key, inner) => (typeof inner === 'string' ? keepable(inner) : inner))
    : json
}

const integerMax = 2 ** 31 - 1

/** A count for an integer column. */
export function storableCount(count: number): number {
  return Math.min(count, integerMax)
}

/** PostgreSQL's years as ISO 8601 writes them with four figures: 0001 to 9999. */
const [timeMsMin, timeMsMax] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')]

/** A time, milliseconds since 1970, for a column of times. */
export function storableTime(ms: number): string {
  return new Date(Math.min(Math.max(ms, timeMsMin), timeMsMax)).toISOString()
}

/** Whether the database refuses what it was given, and will whenever it is given the same: not that it is busy, full or away. */
export function isRefusedValue(error: unknown): error is Error {
  // Of PostgreSQL's classes of errors: data exceptions, integrity constraints, limits of the program.
  return error instanceof Error && 'code' in error && /^(?:22|23|54)/.test(String(error.code))
}
