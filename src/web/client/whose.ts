/**
 * Whose page this is. Several people may sign in on one device; what one of them pressed is sent as nobody else's. The
 * server is asked once, and the answer kept until somebody comes to the pages where one signs in.
 */

const key = 'reader'

let reader = kept()
let asking: Promise<void> | undefined

/** Undefined where it is not known: nobody's page, or the server could not be asked yet. */
export function readerHere(): string | undefined {
  return reader
}

/** No other reader has come in by another page since this one was opened. */
export function isReaderStillIn(): boolean {
  return reader === undefined || kept(reader) === reader
}

/** Asks the server where nobody has since the last sign-in. */
export async function findReader(): Promise<void> {
  if (document.querySelector('.start') !== null) {
    keep('')
    reader = undefined
  } else if (reader === undefined && document.querySelector('.frame') !== null) {
    asking ??= ask()
    await asking
    asking = undefined
  }
}

async function ask(): Promise<void> {
  try {
    const answer = await fetch('/api/v1/account')
    if (!answer.ok) return
    // Our own server answers as its contract says.
    reader = ((await answer.json()) as { readonly reader: { readonly id: string } }).reader.id
    keep(reader)
  } catch {
    // Without a network nobody else can have come in either: asked again when it is back.
  }
}

/** `otherwise` where the browser keeps nothing. */
function kept(otherwise?: string): string | undefined {
  try {
    return localStorage.getItem(key) || undefined
  } catch {
    return otherwise
  }
}

function keep(id: string): void {
  try {
    localStorage.setItem(key, id)
  } catch {
    // Then the queue is not kept beyond the page either.
  }
}
