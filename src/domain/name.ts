import type { Problem } from './problem.ts'

export const nameLengthMax = 60

/** Characters that could pass a name off as several lines of a list, or turn the words around it. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u

/** What is wrong with the name of a reader, an access token or an outlet; for every door at which one is given. */
export function nameProblem(name: string, lengthMax = nameLengthMax): Problem | undefined {
  if (!/[^\p{Z}\p{Cc}\p{Cf}]/u.test(name) || name.length > lengthMax)
    return { code: 'name-unfit', message: `A name has 1 to ${lengthMax} characters.` }
  if (!controls.test(name)) return undefined
  return { code: 'name-unfit', message: 'A name has neither line breaks nor other control characters.' }
}
