import { createHttpClient, type FetchOutcome, type HttpClientOptions } from '../../src/platform/net/http-client.ts'

/** A client that may reach loopback, without spacing, and with the limits that the test sets. */
export function clientForTests(options: Partial<HttpClientOptions> = {}) {
  return createHttpClient({
    userAgent: 'Salient/0.1 (+https://salient.example/bot)',
    allowPrivateNetworks: ['127.0.0.0/8', '::1'],
    scope: 'host',
    spacingMs: 0,
    concurrency: 32,
    ...options,
  })
}

/** The outcome as the kind that the test expects; throws the other one's own words. */
export function expectKind<K extends FetchOutcome['kind']>(
  outcome: FetchOutcome,
  kind: K,
): Extract<FetchOutcome, { kind: K }> {
  if (outcome.kind !== kind) throw new Error(`expected ${kind}, got ${JSON.stringify(outcome).slice(0, 500)}`)
  // The kind was compared on the line above; TypeScript doesn't narrow a union by a type parameter.
  return outcome as Extract<FetchOutcome, { kind: K }>
}

/** The problem code of a failed outcome. */
export function problemCode(outcome: FetchOutcome): string {
  return expectKind(outcome, 'failed').problem.code
}
