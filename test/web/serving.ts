/** A real server on loopback over sample doors, and requests as browsers and programs make them. */
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { parseHTML } from 'linkedom'
import { createServer, type ServerOptions } from '../../src/server/server.ts'
import { type SampleDoors, type SampleOptions, sampleDoors } from './sample-doors.ts'
import { sampleNowMs } from './sample-news.ts'

export type Serving = {
  readonly url: string
  readonly doors: SampleDoors
  readonly errors: string[]
  /** GET, parsed as HTML. */
  readonly page: (
    path: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly status: number; readonly document: Document; readonly text: string }>
  /** Sends a form as a browser without scripts does, and does not follow the redirect. */
  readonly submit: (path: string, fields: Readonly<Record<string, string>>) => Promise<Response>
  /** Sends JSON, as the first reader; `method` POST where nothing else is said. */
  readonly send: (
    path: string,
    body: unknown,
    method?: string,
  ) => Promise<{ readonly status: number; readonly body: unknown }>
  readonly close: () => Promise<void>
}

export async function serve(options: SampleOptions = {}, serverOptions: ServerOptions = {}): Promise<Serving> {
  const doors = sampleDoors(options)
  const errors: string[] = []
  const server = createServer(doors, {
    clock: () => sampleNowMs,
    timeZone: 'UTC',
    report: (error, where) => errors.push(`${where}: ${String(error)}`),
    ...serverOptions,
  })
  const { url, close } = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    doors,
    errors,
    close,
    page: async (path, headers = {}) => {
      const answer = await fetch(url + path, { redirect: 'manual', headers })
      const text = await answer.text()
      const { document } = parseHTML(text)
      return { status: answer.status, document, text }
    },
    submit: (path, fields) =>
      fetch(url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: url, 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams(fields),
      }),
    send: async (path, body, method = 'POST') => {
      const answer = await fetch(url + path, {
        method,
        headers: { 'content-type': 'application/json', ...asReader(doors.state.readers[0]?.name) },
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: await answer.json() }
    },
  }
}

/** A session of the sample doors, for readers who are not alone. */
export const asReader = (name: string | undefined): Readonly<Record<string, string>> =>
  name === undefined ? {} : { cookie: `salient-session=${encodeURIComponent(name)}` }

/** Presses the button of a form on a page: its hidden fields, and the button's own. */
export async function press(serving: Serving, button: Element | null | undefined): Promise<Response> {
  const form = button?.closest('form')
  if (form === null || form === undefined || button === null || button === undefined) {
    throw new Error('There is no such button in a form.')
  }
  const fields: Record<string, string> = {}
  for (const field of form.querySelectorAll('input[type="hidden"]')) {
    fields[field.getAttribute('name') ?? ''] = field.getAttribute('value') ?? ''
  }
  const name = button.getAttribute('name')
  if (name !== null) fields[name] = button.getAttribute('value') ?? ''
  return await serving.submit(button.getAttribute('formaction') ?? form.getAttribute('action') ?? '', fields)
}

/** GET with headers that `fetch` does not let one set. */
export async function rawStatus(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  return (await raw(url, method, headers)).statusCode ?? 0
}

/** What a GET with such headers is answered with. */
export async function rawHeaders(url: string, headers: Readonly<Record<string, string>>): Promise<IncomingHttpHeaders> {
  return (await raw(url, 'GET', headers)).headers
}

async function raw(url: string, method: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer))
    })
    sent.on('error', reject)
    sent.end()
  })
}
