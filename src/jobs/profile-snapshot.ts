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

/**
 * The profile again, without the vectors of its history. `one`: the string to hold in place of an equal one; readers have
 * most ids and labels in common.
 */
export function unpackProfile(packed: unknown, one: (text: string) => string = (text) => text): Profile {
  // Only packProfile makes what is unpacked here.
  return unpacked(packed, one) as Profile
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

function unpacked(value: unknown, one: (text: string) => string): unknown {
  if (typeof value === 'string') return one(value)
  if (typeof value !== 'object' || value === null) return value
  const each = (inner: unknown): unknown => unpacked(inner, one)
  if (Array.isArray(value)) return value.map(each)
  if ('map' in value && Array.isArray(value.map)) return new Map(value.map.map(each) as [unknown, unknown][])
  if ('set' in value && Array.isArray(value.set)) return new Set(value.set.map(each))
  // In place: it is nobody else's, and objects made alike stay small.
  const object = value as Record<string, unknown>
  for (const key in object) object[key] = each(object[key])
  return object
}
