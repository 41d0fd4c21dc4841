/** The door for publishers that send articles by themselves. A key stands for the source; it is no reader's. */
import { createHash } from 'node:crypto'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Problem } from '../domain/problem.ts'
import { pushAnswerSchema, pushRequestSchema } from './api/contract/push.ts'
import { errorSchema, limits } from './api/contract.ts'
import { errorAnswer } from './api/errors.ts'
import type { ServerContext } from './context.ts'

const idempotencyKeyMax = 200

/** New, changed and withdrawn articles, one or many. */
export async function postPush(c: Context, context: ServerContext): Promise<Response> {
  if (!/^application\/(ld\+)?json *(;|$)/i.test(c.req.header('content-type') ?? ''))
    return errorAnswer(c, {
      code: 'content-type-unsupported',
      message: 'Send the body as application/json or application/ld+json.',
    })
  const text = await c.req.text()
  const body = parseJson(text)
  if (body === undefined)
    return errorAnswer(c, {
      code: 'body-not-json',
      message: `The body is not JSON; it begins ${JSON.stringify(text.slice(0, 60))}.`,
    })
  return await push(c, context, { body: body.value, text })
}

/** Withdraws one article by its id or URL, as the publisher sent it. */
export async function deletePushed(c: Context, context: ServerContext): Promise<Response> {
  const id = c.req.param('id') ?? ''
  return await push(c, context, { body: { id, withdrawn: true }, text: id })
}

async function push(
  c: Context,
  { doors }: ServerContext,
  { body, text }: { readonly body: unknown; readonly text: string },
): Promise<Response> {
  const key = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (key === undefined) return errorAnswer(c, keyMissing)
  const idempotencyKey = c.req.header('idempotency-key')
  if (idempotencyKey !== undefined && idempotencyKey.length > idempotencyKeyMax)
    return errorAnswer(c, {
      code: 'request-invalid',
      message: `The Idempotency-Key has ${idempotencyKey.length} characters; ${idempotencyKeyMax} are the most.`,
    })
  const answer = await doors.pushArticles(key, {
    body,
    bodyDigest: createHash('sha256').update(text).digest(),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  })
  if ('refused' in answer) return errorAnswer(c, answer.refused)
  const [problem] = answer.problems
  if (answer.articles.length === 0 && problem !== undefined) return errorAnswer(c, problem)
  return c.json(pushAnswerSchema.parse(answer))
}

const keyMissing: Problem = {
  code: 'push-key-missing',
  message:
    'Send the key as "Authorization: Bearer KEY". The operator makes one with: salient push-keys add NAME --site URL',
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return { value }
  } catch {
    return undefined
  }
}

/** The two paths in the API's description. */
export function describePush(app: OpenAPIHono, base: string): void {
  const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })
  const responses = {
    200: { description: 'Done, as far as the list of problems does not say otherwise', ...json(pushAnswerSchema) },
    default: { description: 'An error, by code', ...json(errorSchema) },
  }
  const key = z.object({ authorization: z.string(), 'idempotency-key': z.string().max(idempotencyKeyMax).optional() })
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: `${base}/push`,
    summary: 'Takes articles that a publisher sends: new, changed and withdrawn ones, under a push key',
    request: { headers: key, body: { required: true, ...json(pushRequestSchema) } },
    responses,
  })
  app.openAPIRegistry.registerPath({
    method: 'delete',
    path: `${base}/push/{id}`,
    summary: 'Withdraws an article that was pushed',
    request: { headers: key, params: z.object({ id: z.string().max(limits.urlLength) }) },
    responses,
  })
}
