import type { Dials, Profile } from '../../domain/reader.ts'

/** Half way on every dial, learning applied. */
export const defaultDials: Dials = {
  importantPersonal: 0.5,
  familiarExploring: 0.5,
  freshLasting: 0.5,
  chronological: false,
}

/** A reader of whom nothing is known yet. */
export function emptyProfile(): Profile {
  return {
    follows: [],
    mutes: [],
    dials: defaultDials,
    reads: [],
    learningPaused: false,
    topics: new Map(),
    sources: new Map(),
    history: [],
    seen: new Map(),
    hidden: new Set(),
    fewerLike: new Set(),
    openCount: 0,
    languages: new Map(),
    model: new Map(),
  }
}
