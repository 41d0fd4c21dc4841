/** Numbers drawn from a seed: the same seed and name always draw the same. */

/** Uniform in (0, 1). O(length of seed and name). */
export function uniformOf(seed: string, name: string): number {
  return (digestOf(`${seed}\n${name}`) + 0.5) / 2 ** 32
}

/** 32 well mixed bits of a text: FNV-1a, finished as in MurmurHash3. */
function digestOf(text: string): number {
  let bits = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Standard normal, by Box and Muller's transform. */
export function normalOf(seed: string, name: string): number {
  const radius = Math.sqrt(-2 * Math.log(uniformOf(seed, `${name} radius`)))
  return radius * Math.cos(2 * Math.PI * uniformOf(seed, `${name} angle`))
}

/** The chance that a normal with mean 0 and deviation 1 lies below x. Source: Page (1977), to within 0.0002. */
export function normalBelow(x: number): number {
  return 1 / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * x * (1 + 0.044715 * x * x)))
}
