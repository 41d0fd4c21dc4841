/** What all doors speak of: a reader, and what cannot be done. */
import type { ReaderId } from '../../domain/ids.ts'
import type { Problem } from '../../domain/problem.ts'

/** Cannot be done, for a reason with a stable code that `api/errors.ts` maps to a status. */
export type Refusal = { readonly refused: Problem }

export type Reader = { readonly id: ReaderId; readonly name: string }
