/** Requests to our own server. */

/** `unreached`: there was no network, or the server cannot answer now; later it may. `refused`: it never will. */
export type Outcome = 'arrived' | 'refused' | 'unreached'

export async function post(path: string, body: object): Promise<Outcome> {
  return await send(path, JSON.stringify(body), 'application/json')
}

/** A form of this server that takes another one back. */
export type Undo = { readonly action: string; readonly body: object }

/** Sends a form as the browser would, and stays on the page; with the way back, where there is one. */
export async function postForm(
  action: string,
  body: string,
): Promise<{ readonly outcome: Outcome; readonly undo?: Undo | undefined }> {
  let undo: Undo | undefined
  const outcome = await send(action, new URLSearchParams({ body }).toString(), formType, async (answer) => {
    // Our own server answers a form so.
    undo = ((await answer.json()) as { readonly undo?: Undo }).undo
  })
  return { outcome, undo }
}

const formType = 'application/x-www-form-urlencoded'

async function send(
  path: string,
  body: string,
  type: string,
  read?: (answer: Response) => Promise<void>,
): Promise<Outcome> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      body,
      keepalive: true,
      headers: { 'Content-Type': type, Accept: 'application/json' },
    })
    if (answer.ok) {
      await read?.(answer)
      return 'arrived'
    }
    return answer.status >= 500 || answer.headers.has('retry-after') ? 'unreached' : 'refused'
  } catch {
    return 'unreached'
  }
}
