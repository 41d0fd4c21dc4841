/** Earlier first; entries of one time by id; entries without a time (NaN) last. A total order over distinct ids. */
export function compareInTime(
  one: { readonly publishedAtMs: number; readonly id: string },
  other: { readonly publishedAtMs: number; readonly id: string },
): number {
  const left = Number.isNaN(one.publishedAtMs) ? Number.POSITIVE_INFINITY : one.publishedAtMs
  const right = Number.isNaN(other.publishedAtMs) ? Number.POSITIVE_INFINITY : other.publishedAtMs
  if (left !== right) return left < right ? -1 : 1
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}
