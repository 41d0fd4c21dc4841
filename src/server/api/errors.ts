/** Every error that a client can be told of: its code, its HTTP status, and the one form in which it is written. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem } from '../../domain/problem.ts'

const statuses: Readonly<Record<string, ContentfulStatusCode>> = {
  'request-invalid': 400,
  'name-unfit': 400,
  'language-unfit': 400,
  'sign-in-needed': 401,
  'sign-in-wrong': 401,
  'body-not-json': 400,
  'push-key-missing': 401,
  'push-key-unknown': 401,
  'origin-foreign': 403,
  'media-unsigned': 403,
  'operator-only': 403,
  'in-person-only': 403,
  'sign-up-closed': 403,
  'link-unknown': 404,
  'session-unknown': 404,
  'token-unknown': 404,
  'passkey-unknown': 401,
  'passkey-unfit': 422,
  'invitation-unknown': 404,
  'not-found': 404,
  'reader-unknown': 404,
  'story-unknown': 404,
  'story-not-saved': 404,
  'article-unknown': 404,
  'topic-unknown': 404,
  'source-unknown': 404,
  'method-not-allowed': 405,
  'reader-exists': 409,
  'idempotency-key-reused': 409,
  'setup-needed': 409,
  'setup-done': 409,
  'way-in-needed': 409,
  'body-too-large': 413,
  'content-type-unsupported': 415,
  'host-foreign': 421,
  'mutes-too-many': 422,
  'highlight-too-long': 422,
  'highlights-too-many': 422,
  'queries-too-many': 422,
  'query-empty': 422,
  'opml-invalid': 422,
  'refresh-too-soon': 429,
  'sign-in-too-often': 429,
  internal: 500,
  'media-unreachable': 502,
  'media-refused': 502,
  starting: 503,
  'streams-too-many': 503,
}

/** A refusal that this list doesn't know is the request's fault as far as anyone can tell: 422. */
export function statusOf(code: string): ContentfulStatusCode {
  return statuses[code] ?? 422
}

/** `{ error: { code, message } }` with the status of the code. */
export function errorAnswer(c: Context, problem: Problem): Response {
  return c.json({ error: { code: problem.code, message: problem.message } }, statusOf(problem.code))
}
