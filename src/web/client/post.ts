/** Requests to our own server. */

/**
 * `unreached`: there was no network, or the server cannot answer now; later it may. `signed-out`: it may when the reader has
 * signed in again. `refused`: it never will.
 */
export type Outcome = 'arrived' | 'refused' | 'unreached' | 'signed-out'

export type Method = 'POST' | 'PUT' | 'DELETE'

export async function post(path: string, body: object, method: Method = 'POST'): Promise<Outcome> {
  return await send({ path, method, body: JSON.stringify(body), type: 'application/json' })
}

/** A form of this server that takes another one back. */
export type Undo = { readonly action: string; readonly body: object }

/** Sends a form as the browser would, and stays on the page; with the way back, where there is one. */
export async function postForm(
  action: string,
  body: string,
): Promise<{ readonly outcome: Outcome; readonly undo?: Undo | undefined }> {
  let undo: Undo | undefined
  const form = { path: action, method: 'POST', body: new URLSearchParams({ body }).toString(), type: formType } as const
  const outcome = await send(form, async (answer) => {
    // Our own server answers a form so.
    undo = ((await answer.json()) as { readonly undo?: Undo }).undo
  })
  return { outcome, undo }
}

const formType = 'application/x-www-form-urlencoded'

type Sent = { readonly path: string; readonly method: Method; readonly body: string; readonly type: string }

async function send({ path, method, body, type }: Sent, read?: (answer: Response) => Promise<void>): Promise<Outcome> {
  try {
    const answer = await fetch(path, {
      method,
      body,
      keepalive: true,
      headers: { 'Content-Type': type, Accept: 'application/json' },
    })
    if (answer.ok) {
      await read?.(answer)
      return 'arrived'
    }
    if (answer.status >= 500 || answer.headers.has('retry-after')) return 'unreached'
    return (await answer.text()).includes('"sign-in-needed"') ? 'signed-out' : 'refused'
  } catch {
    return 'unreached'
  }
}
