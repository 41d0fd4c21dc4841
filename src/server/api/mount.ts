/** Puts endpoints under paths: reads and checks the request, finds the reader, writes the answer as JSON and as OpenAPI. */
import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Problem } from '../../domain/problem.ts'
import type { ServerContext } from '../context.ts'
import type { Asker } from '../doors/accounts.ts'
import type { Refusal } from '../doors.ts'
import { readerOf } from '../reader-of.ts'
import { errorSchema, limits } from './contract.ts'
import type { Endpoint, OpenCall, Right } from './endpoint.ts'
import { errorAnswer } from './errors.ts'
import { unkeepableIn } from './unkeepable.ts'
import { nameOf, unknownField } from './unknown-fields.ts'

export type Method = 'get' | 'post' | 'put' | 'delete'

/** `path` in OpenAPI's form, `/stories/{id}`, below `/api/v1`. */
export type Mount = <Body, Query, Answer>(method: Method, path: string, endpoint: Endpoint<Body, Query, Answer>) => void

export const apiBase = '/api/v1'

export function mountInto(app: OpenAPIHono, context: ServerContext): Mount {
  return (method, path, endpoint) => {
    describe(app, method, path, endpoint)
    app.on(
      method.toUpperCase(),
      // An id at the end may hold any character; one in the middle ends at the next slash.
      apiBase + path.replace(/\{id\}$/, ':id{[\\s\\S]+}').replace('{id}', ':id'),
      endpoint.body === undefined ? unread : limitedBody(endpoint.bytesMax ?? limits.jsonBytes),
      async (c) => {
        const body = await readBody(c, endpoint.body)
        if ('refused' in body) return errorAnswer(c, body.refused)
        const given = { id: c.req.param('id') ?? '', body: body.value, onlyKnown: true as const }
        const called = await callOf(c, context, endpoint, given)
        if ('refused' in called) return errorAnswer(c, called.refused)
        const written = await writtenBy(endpoint, called)
        if (written !== undefined) return c.body(written, 200, { 'Content-Type': 'application/json' })
        const outcome = await answerTo(endpoint, called)
        // Every answer's schema describes an object.
        return 'refused' in outcome ? errorAnswer(c, outcome.refused) : c.json(outcome.answer as object)
      },
    )
  }
}

/** A body that nobody reads needs no limit. */
const unread: MiddlewareHandler = async (_c, next) => await next()

/** Refuses bodies over `bytesMax` with `body-too-large`. */
export function limitedBody(bytesMax: number) {
  return bodyLimit({
    maxSize: bytesMax,
    onError: (c) =>
      errorAnswer(c, { code: 'body-too-large', message: `The request's body is over the limit of ${bytesMax} bytes.` }),
  })
}

/** Runs an endpoint for whoever asks. The answer holds only what its schema names. */
export async function invoke<Body, Query, Answer>(
  c: Context,
  context: ServerContext,
  endpoint: Endpoint<Body, Query, Answer>,
  given: Given,
): Promise<{ readonly answer: Answer } | Refusal> {
  const called = await callOf(c, context, endpoint, given)
  return 'refused' in called ? called : await answerTo(endpoint, called)
}

type Given = {
  readonly id: string
  readonly body: unknown
  /** Query parameters and fields that the endpoint does not know are refused: an address of the API's own, not a page's. */
  readonly onlyKnown?: true
}

/** What the handler is called with, for who may call it and asks in a way that can be understood. */
async function callOf<Body, Query, Answer>(
  c: Context,
  context: ServerContext,
  endpoint: Endpoint<Body, Query, Answer>,
  given: Given,
): Promise<OpenCall<Body, Query> | Refusal> {
  const asker = await readerOf(c, context)
  const barred = barredFrom(endpoint, asker, context)
  if (barred !== undefined) return { refused: barred }
  const unknown = given.onlyKnown === true ? unknownIn(endpoint, c.req.query(), given.body) : undefined
  if (unknown !== undefined) return { refused: invalid(unknown) }
  const query = check(endpoint.query, c.req.query(), 'query')
  if ('refused' in query) return query
  const body = check(endpoint.body, given.body, 'body')
  if ('refused' in body) return body
  const place =
    unkeepableIn(given.id, 'id') ??
    unkeepableIn(query.value, 'query') ??
    (endpoint.takesAnyText === true ? undefined : unkeepableIn(body.value, 'body'))
  if (place !== undefined)
    return { refused: invalid(`${place}: holds a NUL character or half of a surrogate pair, which is no text`) }
  return {
    doors: context.doors,
    media: context.media,
    atMs: context.clock(),
    id: given.id,
    query: query.value,
    body: body.value,
    arrival: context.arrivalOf(c),
    asker,
    isHead: c.req.method === 'HEAD',
  }
}

async function answerTo<Body, Query, Answer>(
  endpoint: Endpoint<Body, Query, Answer>,
  call: OpenCall<Body, Query>,
): Promise<{ readonly answer: Answer } | Refusal> {
  const answered = await handle(endpoint, call)
  if (answered === undefined) {
    const code = endpoint.missing ?? 'not-found'
    return { refused: { code, message: `There is nothing here with the id ${JSON.stringify(call.id)}.` } }
  }
  return isRefusal(answered) ? answered : { answer: endpoint.answer.parse(answered) }
}

/** Why this asker may not do this; `undefined` for who may. Before anything that was sent is looked at. */
export function barredFrom(
  endpoint: { readonly needsReader: boolean; readonly right?: Right },
  asker: Asker,
  { sourcesAddedBy }: Pick<ServerContext, 'sourcesAddedBy'>,
): Problem | undefined {
  if ('nobody' in asker) return endpoint.needsReader || asker.nobody.code !== 'setup-needed' ? asker.nobody : undefined
  const { right } = endpoint
  const isInPerson = right === 'in-person' || right === 'operator-in-person'
  if (isInPerson && asker.by.kind === 'token') return inPerson
  const isEverybodys =
    right === undefined || right === 'in-person' || (right === 'adding-sources' && sourcesAddedBy === 'readers')
  return isEverybodys || asker.isOperator ? undefined : operatorOnly
}

const inPerson = {
  code: 'in-person-only',
  message: 'An access token cannot change how readers get in, nor erase: sign in on the page for that.',
}

const operatorOnly = { code: 'operator-only', message: 'Only the operator of this installation may do that.' }

async function handle<Body, Query, Answer>(
  endpoint: Endpoint<Body, Query, Answer>,
  call: OpenCall<Body, Query>,
): Promise<Answer | Refusal | undefined> {
  if (!endpoint.needsReader) return await endpoint.handle(call)
  const { asker } = call
  if ('nobody' in asker) return { refused: asker.nobody }
  return await endpoint.handle({ ...call, asker, reader: asker.reader })
}

async function writtenBy<Body, Query, Answer>(
  endpoint: Endpoint<Body, Query, Answer>,
  call: OpenCall<Body, Query>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { asker } = call
  if (!endpoint.needsReader || 'nobody' in asker) return undefined
  return await endpoint.written?.({ ...call, asker, reader: asker.reader })
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value
}

function check<Value>(
  schema: z.ZodType<Value> | undefined,
  given: unknown,
  where: string,
): { readonly value: Value } | Refusal {
  // Without a schema the endpoint's type says `undefined`, and nothing of the request reaches it.
  if (schema === undefined) return { value: undefined as Value }
  const parsed = schema.safeParse(given)
  if (parsed.success) return { value: parsed.data }
  const issue = parsed.error.issues[0]
  const place = [where, ...(issue?.path ?? [])].join('.')
  return { refused: invalid(`${place}: ${issue?.message ?? 'not understood'}`) }
}

/** What is spelt wrong would go unheard, and its answer look like one to what was meant. */
function unknownIn(
  { query, body }: { readonly query?: z.ZodType; readonly body?: z.ZodType },
  parameters: Readonly<Record<string, string>>,
  sent: unknown,
): string | undefined {
  const names = query instanceof z.ZodObject ? Object.keys(query.shape) : []
  const parameter = Object.keys(parameters).find((name) => !names.includes(name))
  if (parameter !== undefined) return `query: there is no parameter ${nameOf(parameter, names)}`
  return unknownField(body, sent, 'body')
}

async function readBody(c: Context, schema: z.ZodType | undefined): Promise<{ readonly value: unknown } | Refusal> {
  if (schema === undefined) return { value: undefined }
  // A form of another site can't send this type without asking first, which is refused.
  if (!isJson(c.req.header('content-type'))) {
    return { refused: { code: 'content-type-unsupported', message: 'Send the body as application/json.' } }
  }
  const text = await c.req.text()
  try {
    const value: unknown = JSON.parse(text)
    return { value }
  } catch {
    return {
      refused: {
        code: 'body-not-json',
        message: `The body is not JSON; it begins ${JSON.stringify(text.slice(0, 60))}.`,
      },
    }
  }
}

/** Names of media types are alike in large and small letters; what follows a semicolon says how, not what. */
function isJson(contentType = ''): boolean {
  return /^application\/json *(;|$)/i.test(contentType)
}

function invalid(message: string): Problem {
  return { code: 'request-invalid', message }
}

function describe<Body, Query, Answer>(
  app: OpenAPIHono,
  method: Method,
  path: string,
  endpoint: Endpoint<Body, Query, Answer>,
): void {
  const { summary, body, query, answer } = endpoint
  const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })
  app.openAPIRegistry.registerPath({
    method,
    path: apiBase + path,
    summary,
    request: {
      ...(path.includes('{id}') ? { params: z.object({ id: z.string() }) } : {}),
      ...(query instanceof z.ZodObject ? { query } : {}),
      ...(body === undefined ? {} : { body: { required: true, ...json(body) } }),
    },
    responses: {
      200: { description: 'Done', ...json(answer) },
      default: { description: 'An error, by code', ...json(errorSchema) },
    },
  })
}
