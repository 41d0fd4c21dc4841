/** The image proxy: no page of this server ever makes a browser ask a third party for anything. */
import type { Context } from 'hono'
import { errorAnswer } from '../api/errors.ts'
import type { ServerContext } from '../context.ts'
import { imageType } from './image-type.ts'

/** Answers bytes of one of the five image formats, or an error; sandboxed, never as anything that could run. */
export async function media(c: Context, context: ServerContext): Promise<Response> {
  const url = context.media.open(c.req.param('signature') ?? '', c.req.param('url') ?? '')
  if (url === undefined) {
    return errorAnswer(c, { code: 'media-unsigned', message: 'This address was not made by this server.' })
  }
  const file = await context.doors.media(url, c.req.raw.signal)
  if ('refused' in file) return errorAnswer(c, file.refused)
  const type = imageType(file.bytes)
  if (type === undefined) {
    return errorAnswer(c, { code: 'media-refused', message: `What ${url} holds is not an image that can be shown.` })
  }
  // A copy on its own buffer: what the door handed over may be a slice of a larger one.
  return c.body(Uint8Array.from(file.bytes), 200, {
    'Content-Type': type,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Disposition': 'inline',
    'Cache-Control': 'private, max-age=604800, immutable',
  })
}
