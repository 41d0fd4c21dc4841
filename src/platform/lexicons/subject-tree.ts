/** Reads which subject is part of which from lexicons/. */
import { readFileSync } from 'node:fs'

type Tree = { readonly subjects: readonly (readonly [id: string, label: string, parent: string | null])[] }

/** Both src/ and dist/ stand beside lexicons/. */
const file = new URL('../../../lexicons/subjects.json', import.meta.url)
let parents: ReadonlyMap<string, string | null> | undefined

/** The subject that this one is part of; undefined for the seventeen broadest and for what is no subject. Read on first use. */
export function parentSubject(id: string): string | undefined {
  if (parents === undefined) {
    // The file is part of this program.
    const { subjects } = JSON.parse(readFileSync(file, 'utf8')) as Tree
    parents = new Map(subjects.map(([own, , parent]) => [own, parent]))
  }
  return parents.get(id) ?? undefined
}

/**
 * Subjects that only hold others together: "sport event", "competition discipline", "economic sector", "business information",
 * "accident and emergency incident", "mankind". News is about what they hold, and nobody asks for them by these names.
 */
export function isGrouping(id: string): boolean {
  return groupings.has(id)
}

const groupings: ReadonlySet<string> = new Set(
  ['20001108', '20000822', '20000209', '20000170', '20000139', '20000788'].map((number) => `medtop:${number}`),
)
