/** Server-sent events: one stream per open page, bounded in number, ended when the page or the server goes. */
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { errorAnswer } from './api/errors.ts'
import type { ServerContext } from './context.ts'
import { readerOf } from './reader-of.ts'

const streamsMax = 1000
/** Shorter than the idle timeouts of proxies. */
const heartbeatMs = 20_000

/** Makes the handler; it counts the streams of one server. */
export function eventStreams(context: ServerContext): (c: Context) => Promise<Response> {
  let open = 0
  return async (c) => {
    const asker = await readerOf(c, context)
    if ('nobody' in asker) return errorAnswer(c, asker.nobody)
    // Who asks for the head alone reads no stream, and would never end it.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' })
    if (open >= streamsMax) {
      return errorAnswer(c, { code: 'streams-too-many', message: `All ${streamsMax} event streams are in use.` })
    }
    const { reader } = asker
    const arrival = context.arrivalOf(c)
    return streamSSE(
      c,
      async (stream) => {
        open += 1
        const gone = new AbortController()
        const end = () => gone.abort()
        stream.onAbort(end)
        context.closing.addEventListener('abort', end, { once: true })
        if (context.closing.aborted) end()
        const heartbeat = setInterval(() => {
          void stream.write(': still here\n\n')
          // A session that has ended hears no more.
          void context.doors.asker(arrival).then((now) => {
            if ('nobody' in now || now.reader.id !== reader.id) end()
          }, end)
        }, heartbeatMs)
        try {
          // The first bytes at once: the browser knows that the stream stands.
          await stream.write(': hello\n\n')
          for await (const event of context.doors.events(reader, gone.signal)) {
            await stream.writeSSE({ event: event.kind, data: JSON.stringify(event) })
          }
        } finally {
          open -= 1
          clearInterval(heartbeat)
          context.closing.removeEventListener('abort', end)
          end()
        }
      },
      async (error) => context.report(error, 'events'),
    )
  }
}
