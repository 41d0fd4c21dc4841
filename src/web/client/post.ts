/** Requests to our own server. False: it did not arrive, or was refused. */

export async function post(path: string, body: object): Promise<boolean> {
  return await send(path, JSON.stringify(body), 'application/json')
}

/** Sends a form as the browser would, and stays on the page. */
export async function postForm(action: string, fields: Readonly<Record<string, string>>): Promise<boolean> {
  return await send(action, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')
}

async function send(path: string, body: string, type: string): Promise<boolean> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      body,
      keepalive: true,
      headers: { 'Content-Type': type, Accept: 'application/json' },
    })
    return answer.ok
  } catch {
    return false
  }
}
