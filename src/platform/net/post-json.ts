/**
 * Sends JSON to a service that the operator named and reads JSON back. Connections are guarded like those of the client that
 * fetches news: a private address must be among the allowed ones. No redirect is followed: a key goes nowhere else.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type { Problem } from '../../domain/problem.ts'
import { createAddressGuard } from './address-guard.ts'
import { createGuardedConnector } from './guarded-connector.ts'
import { retryAfterSeconds } from './response-headers.ts'

const connectMs = 5_000
const answerMs = 120_000
const bytesMax = 64 * 1024 * 1024
const quotedMax = 200
/** A service that is busy is asked again when it says, so often and after so long at most. */
const againMax = 3
const againMsMax = 30_000

/** At its end nothing of it goes on: what is asked or waits to be is given up, and said to have been. */
export type JsonService = AsyncDisposable & {
  readonly post: (body: unknown) => Promise<{ readonly answer: unknown } | { readonly problem: Problem }>
}

/** `key` goes into `Authorization: Bearer`. */
export function openJsonService(options: {
  readonly url: string
  readonly key?: string
  readonly allowPrivateNetworks: readonly string[]
  /** Ends it before it is disposed of, while whoever opens it still waits for an answer. */
  readonly ending?: AbortSignal
}): JsonService {
  const agent = new Agent({
    connect: createGuardedConnector({
      mayConnect: createAddressGuard(options.allowPrivateNetworks),
      connectTimeoutMs: connectMs,
    }),
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
    maxResponseSize: bytesMax,
  })
  const disposed = new AbortController()
  const ending = AbortSignal.any([disposed.signal, ...(options.ending === undefined ? [] : [options.ending])])
  const pending = new Set<Promise<unknown>>()
  const ask = async (body: unknown): Promise<Asked> => {
    const {
      statusCode,
      headers,
      body: stream,
    } = await request(options.url, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([ending, AbortSignal.timeout(answerMs)]),
    })
    const text = await stream.text()
    const isBusy = statusCode === 429 || statusCode === 503
    const busySeconds = isBusy ? retryAfterSeconds(headers, Date.now()) : undefined
    return { statusCode, text, ...(busySeconds === undefined ? {} : { busySeconds }) }
  }
  const post: JsonService['post'] = async (body) => {
    try {
      let asked = await ask(body)
      for (let again = 0; again < againMax && isBusyForAMoment(asked); again += 1) {
        await sleep(asked.busySeconds * 1_000, undefined, { signal: ending })
        asked = await ask(body)
      }
      if (asked.statusCode !== 200) return { problem: refusal(options.url, asked.statusCode, asked.text) }
      const answer: unknown = JSON.parse(asked.text)
      return { answer }
    } catch (cause) {
      return { problem: unreachable(options.url, cause) }
    }
  }
  return {
    post: async (body) => {
      const posting = post(body)
      pending.add(posting)
      return await posting.finally(() => pending.delete(posting))
    },
    [Symbol.asyncDispose]: async () => {
      disposed.abort(new Error('the program stops'))
      await Promise.all(pending)
      await agent.destroy()
    },
  }
}

type Asked = { readonly statusCode: number; readonly text: string; readonly busySeconds?: number }

function isBusyForAMoment(asked: Asked): asked is Asked & { readonly busySeconds: number } {
  return asked.busySeconds !== undefined && asked.busySeconds * 1_000 <= againMsMax
}

function refusal(url: string, status: number, text: string): Problem {
  return {
    code: `http-${status}`,
    message: `${url} answered ${status}: ${JSON.stringify(text.slice(0, quotedMax))}. Are the address, the model's name and the key right?`,
  }
}

function unreachable(url: string, cause: unknown): Problem {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return {
    code: 'service-unreachable',
    message: `${url} cannot be asked: ${reason}. A service in your own network must be in SALIENT_ALLOW_PRIVATE_NETWORKS.`,
  }
}
