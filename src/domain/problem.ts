/**
 * Something wrong with what was received, said in words. `code` is stable and kebab-case (`not-a-feed`,
 * `host-not-found`); `message` quotes what was received and says what to do.
 */
export type Problem = { readonly code: string; readonly message: string }
