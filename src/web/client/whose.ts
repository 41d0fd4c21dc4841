/**
 * Whose page this is. Several people may sign in on one device; what one of them pressed is sent as nobody else's. The
 * server writes it in the page's head, empty where one signs in; the browser keeps who has come in last.
 */

const key = 'reader'
const sinceKey = 'reader-since'

const reader = meta('reader')

/** Undefined on nobody's page. */
export const readerHere: string | undefined = reader === '' ? undefined : reader

// An old page that the browser shows again says nothing of who reads now.
const made = meta('made') ?? ''
if (reader !== undefined && made >= (kept(sinceKey) ?? '')) {
  keep(key, reader)
  keep(sinceKey, made)
}

/** No other reader has come in by another page since this one was opened. */
export function isReaderStillIn(): boolean {
  const last = kept(key)
  return readerHere === undefined || last === null || last === readerHere
}

function meta(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content
}

/** Null where the browser keeps nothing. */
function kept(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Then the queue is not kept beyond the page either.
  }
}
