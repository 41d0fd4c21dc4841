/** What HTTP needs for publishers that send by themselves. */
import type { Problem } from '../../domain/problem.ts'

type PushedState = 'added' | 'changed' | 'unchanged' | 'withdrawn' | 'unknown'

export type PublisherDoors = {
  /** What a hub asks at a callback; gives its challenge back, or nothing when there is no such subscription. */
  readonly answerHub: (
    token: string,
    question: {
      readonly mode: string
      readonly topic: string
      readonly challenge: string
      readonly leaseSeconds: number
      readonly reason: string
    },
  ) => Promise<string | undefined>
  /** What a hub sends. `ignored`: it is not signed as agreed. `gone`: nobody subscribes. */
  readonly receiveFromHub: (
    token: string,
    delivery: {
      readonly bytes: Uint8Array
      readonly contentType: string | undefined
      readonly signature: string | undefined
    },
  ) => Promise<'taken' | 'ignored' | 'gone'>
  /** Refused: `push-key-unknown`, `idempotency-key-reused`. What cannot be taken of a list is among the problems. */
  readonly pushArticles: (
    key: string,
    push: { readonly body: unknown; readonly bodyDigest: Buffer; readonly idempotencyKey?: string },
  ) => Promise<
    | {
        readonly articles: readonly { readonly id: string; readonly entryId: string; readonly state: PushedState }[]
        readonly problems: readonly (Problem & { readonly at: number })[]
      }
    | { readonly refused: Problem }
  >
}
