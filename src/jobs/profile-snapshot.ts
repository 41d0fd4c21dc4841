/** A profile as JSON: maps and sets are marked, vectors left out (they are the stories' own, and joined again). */
import type { StoryId } from '../domain/ids.ts'
import type { Profile } from '../domain/reader.ts'

export function packProfile(profile: Profile): unknown {
  return JSON.parse(
    JSON.stringify(profile, (_key, value: unknown) => {
      if (value instanceof Map) return { map: [...value] }
      if (value instanceof Set) return { set: [...value] }
      return value instanceof Float32Array ? undefined : value
    }),
  )
}

/** The profile again, with the vectors given for its history. */
export function unpackProfile(packed: unknown, vectors: ReadonlyMap<StoryId, Float32Array>): Profile {
  const plain: unknown = JSON.parse(JSON.stringify(packed), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    if ('map' in value && Array.isArray(value.map)) return new Map(value.map as [unknown, unknown][])
    return 'set' in value && Array.isArray(value.set) ? new Set(value.set) : value
  })
  // Only packProfile makes what is unpacked here.
  const profile = plain as Profile
  return {
    ...profile,
    history: profile.history.map((item) => {
      const embedding = vectors.get(item.storyId)
      return embedding === undefined ? item : { ...item, embedding }
    }),
  }
}
