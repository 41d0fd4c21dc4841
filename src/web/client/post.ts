/** Requests to our own server. */

/** `unreached`: there was no network, or the server cannot answer now; later it may. `refused`: it never will. */
export type Outcome = 'arrived' | 'refused' | 'unreached'

export async function post(path: string, body: object): Promise<Outcome> {
  return await send(path, JSON.stringify(body), 'application/json')
}

/** Sends a form as the browser would, and stays on the page. */
export async function postForm(action: string, fields: Readonly<Record<string, string>>): Promise<Outcome> {
  return await send(action, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')
}

async function send(path: string, body: string, type: string): Promise<Outcome> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      body,
      keepalive: true,
      headers: { 'Content-Type': type, Accept: 'application/json' },
    })
    if (answer.ok) return 'arrived'
    return answer.status >= 500 || answer.headers.has('retry-after') ? 'unreached' : 'refused'
  } catch {
    return 'unreached'
  }
}
