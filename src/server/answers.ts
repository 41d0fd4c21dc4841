/** The few answers that are neither a page nor an endpoint: health, the API's description, the reader's export. */
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { errorAnswer } from './api/errors.ts'
import type { ServerContext } from './context.ts'
import { readerOf } from './reader-of.ts'

/** 200 once pages can be served; 503 with the reason before. */
export async function healthz(c: Context, context: ServerContext): Promise<Response> {
  const health = await context.doors.health()
  if (health.ready) return c.json({ status: 'ready' })
  return errorAnswer(c, { code: 'starting', message: health.reason })
}

/** OpenAPI 3.1, from the same schemas that requests and answers go through. */
export function openApiDocument(app: OpenAPIHono): object {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Salient',
      version: '1',
      description:
        'A personalised news feed of stories. Errors are `{ error: { code, message } }`; codes are stable. The reader is known by the cookie of a session or by `Authorization: Bearer TOKEN`; whoever is alone on the machine needs neither.',
    },
  })
}

export async function exportFile(c: Context, context: ServerContext): Promise<Response> {
  const asker = await readerOf(c, context)
  if ('nobody' in asker) return errorAnswer(c, asker.nobody)
  const kept = await context.doors.exportReader(asker.reader)
  return c.body(JSON.stringify(kept, undefined, 2), 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': 'attachment; filename="salient-export.json"',
  })
}

/** All feeds as an OPML list. */
export async function opmlFile(c: Context, context: ServerContext): Promise<Response> {
  const asker = await readerOf(c, context)
  if ('nobody' in asker) return errorAnswer(c, asker.nobody)
  return c.body(await context.doors.sourcesOpml(), 200, {
    'Content-Type': 'text/x-opml; charset=utf-8',
    'Content-Disposition': 'attachment; filename="salient-sources.opml"',
  })
}
