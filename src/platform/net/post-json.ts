/**
 * Sends JSON to a service that the operator named and reads JSON back. Connections are guarded like those of the client that
 * fetches news: a private address must be among the allowed ones. No redirect is followed: a key goes nowhere else.
 */
import { Agent, request } from 'undici'
import type { Problem } from '../../domain/problem.ts'
import { createAddressGuard } from './address-guard.ts'
import { createGuardedConnector } from './guarded-connector.ts'

const connectMs = 5_000
const answerMs = 120_000
const bytesMax = 64 * 1024 * 1024
const quotedMax = 200

export type JsonService = AsyncDisposable & {
  readonly post: (body: unknown) => Promise<{ readonly answer: unknown } | { readonly problem: Problem }>
}

/** `key` goes into `Authorization: Bearer`. */
export function openJsonService(options: {
  readonly url: string
  readonly key?: string
  readonly allowPrivateNetworks: readonly string[]
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
  return {
    post: async (body) => {
      try {
        const { statusCode, body: stream } = await request(options.url, {
          method: 'POST',
          dispatcher: agent,
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
          },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(answerMs),
        })
        const text = await stream.text()
        if (statusCode !== 200) return { problem: refusal(options.url, statusCode, text) }
        const answer: unknown = JSON.parse(text)
        return { answer }
      } catch (cause) {
        return { problem: unreachable(options.url, cause) }
      }
    },
    [Symbol.asyncDispose]: async () => await agent.destroy(),
  }
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
