/**
 * Who asks. Without accounts a reader is named by the header `Salient-Reader` (percent-encoded) or the cookie `reader`,
 * and is otherwise the first one. Accounts replace this function and nothing else.
 */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Problem } from '../domain/problem.ts'
import type { Doors, Reader } from './doors.ts'

export const readerCookie = 'reader'

export type Asker = { readonly reader: Reader } | { readonly nobody: Problem }

/** `setup-needed` when there is no reader at all; `reader-unknown` when the one named is not there. */
export async function readerOf(c: Context, doors: Pick<Doors, 'readers' | 'readerByName'>): Promise<Asker> {
  const name = decoded(c.req.header('salient-reader')) ?? getCookie(c, readerCookie)
  if (name !== undefined && name !== '') {
    const reader = await doors.readerByName(name)
    if (reader !== undefined) return { reader }
    // A cookie may be older than the installation: where nobody is known yet, there is nobody to mistake for another.
    if ((await doors.readers()).length === 0) return { nobody: setupNeeded }
    return { nobody: { code: 'reader-unknown', message: `There is no reader called ${JSON.stringify(name)}.` } }
  }
  const [first] = await doors.readers()
  if (first !== undefined) return { reader: first }
  return { nobody: setupNeeded }
}

const setupNeeded = {
  code: 'setup-needed',
  message: 'There is no reader yet: open /start, or POST /api/v1/readers.',
}

function decoded(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  try {
    return decodeURIComponent(header)
  } catch {
    return header
  }
}
