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

/** The profile again, without the vectors of its history. */
export function unpackProfile(packed: unknown): Profile {
  // Only packProfile makes what is unpacked here.
  return unpacked(packed) as Profile
}

/** The profile with the vectors that are known of its history. */
export function withVectors(profile: Profile, vectorOf: (id: StoryId) => Float32Array | undefined): Profile {
  return {
    ...profile,
    history: profile.history.map((item) => {
      const embedding = vectorOf(item.storyId)
      return embedding === undefined ? item : { ...item, embedding }
    }),
  }
}

function unpacked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(unpacked)
  if ('map' in value && Array.isArray(value.map)) return new Map(value.map.map(unpacked) as [unknown, unknown][])
  if ('set' in value && Array.isArray(value.set)) return new Set(value.set)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unpacked(each)]))
}
