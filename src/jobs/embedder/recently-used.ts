/** A map of at most `entriesMax` entries that forgets the one not used for longest. Get and set are O(1). */
export function createRecentlyUsed<Key, Value>(entriesMax: number) {
  // A Map keeps insertion order, so the first key is the one not used for longest.
  const entries = new Map<Key, Value>()
  return {
    get: (key: Key): Value | undefined => {
      const value = entries.get(key)
      if (value === undefined) return undefined
      entries.delete(key)
      entries.set(key, value)
      return value
    },
    set: (key: Key, value: Value): void => {
      entries.delete(key)
      entries.set(key, value)
      for (const oldest of entries.keys()) {
        if (entries.size <= entriesMax) break
        entries.delete(oldest)
      }
    },
  }
}
