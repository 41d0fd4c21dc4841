/**
 * The filter shape: one JSON object a line in, one a line out, same order, same id. A line that cannot be handled becomes
 * `{ id, error: { code, message } }`; nothing a line holds can end the run.
 */
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'

/** Longest text quoted back in an error. */
const quoteCharactersMax = 80
/** Some editors and exporters begin a file with it; it belongs to no row. */
const byteOrderMark = '\uFEFF'

export type Line =
  | { readonly ok: true; readonly id: unknown; readonly value: Record<string, unknown> }
  | { readonly ok: false; readonly id: unknown; readonly error: { readonly code: string; readonly message: string } }

/** Reads lines as objects; blank lines are passed over, broken ones come as errors in their place. */
export async function* readLines(input: Readable): AsyncGenerator<Line> {
  for await (const line of linesOf(input)) if (line.trim() !== '') yield readLine(line)
}

const lineFeed = 0x0a

/** By line feeds alone: a carriage return is white space to JSON. A line of many megabytes is decoded once, when it is whole. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  let begun: Buffer[] = []
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
    let from = 0
    for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, from)) {
      yield Buffer.concat([...begun, bytes.subarray(from, at)]).toString()
      begun = []
      from = at + 1
    }
    if (from < bytes.length) begun.push(bytes.subarray(from))
  }
  if (begun.length > 0) yield Buffer.concat(begun).toString()
}

/** Runs `handle` on each object in turn and writes `{ id, ...result }`. Returns the count of lines that held an error. */
export async function filterLines(
  input: Readable,
  output: Writable,
  handle: (value: Record<string, unknown>) => object | Promise<object>,
): Promise<number> {
  let failed = 0
  for await (const line of readLines(input)) {
    const result = line.ok ? await attempt(handle, line.value) : { error: line.error }
    if ('error' in result && result.error !== undefined) failed += 1
    await writeLine(output, { id: line.id, ...result })
  }
  return failed
}

/** Writes one object as a line and waits while the reader at the other end is slow. */
export async function writeLine(output: Writable, value: object): Promise<void> {
  if (!output.write(`${JSON.stringify(value)}\n`)) await once(output, 'drain')
}

/** One line as an object. */
export function readLine(text: string): Line {
  let value: unknown
  try {
    value = JSON.parse(text.startsWith(byteOrderMark) ? text.slice(1) : text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return {
      ok: false,
      id: null,
      error: { code: 'not-json', message: `${reason}; received ${quote(text)}` },
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, id: null, error: { code: 'not-an-object', message: `received ${quote(text)}` } }
  // A JSON object has string keys and values of unknown type: just what the record says.
  const record = value as Record<string, unknown>
  return { ok: true, id: record['id'] ?? null, value: record }
}

async function attempt(
  handle: (value: Record<string, unknown>) => object | Promise<object>,
  value: Record<string, unknown>,
): Promise<object> {
  try {
    return await handle(value)
  } catch (cause) {
    return { error: { code: 'internal', message: cause instanceof Error ? cause.message : String(cause) } }
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > quoteCharactersMax ? `${text.slice(0, quoteCharactersMax)}…` : text)
}
