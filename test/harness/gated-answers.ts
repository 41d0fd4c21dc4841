import type { Database } from '../../src/platform/storage/database.ts'

/** The real database, whose answers are counted and go through `gate.pass`: there they can be kept back, or lost by throwing. */
export function gateAnswers(db: Database) {
  const gate = { answers: 0, pass: async (): Promise<void> => {} }
  const gated = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      gate.answers += 1
      await gate.pass()
      return result
    },
  })
  return { db: gated, gate }
}
