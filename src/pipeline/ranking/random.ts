import { createHash } from 'node:crypto'

/** Numbers drawn from a seed: the same seed and name always draw the same. */

/** Uniform in (0, 1). */
export function uniformOf(seed: string, name: string): number {
  const digest = createHash('sha256').update(`${seed}\n${name}`).digest()
  return (digest.readUInt32BE(0) + 0.5) / 2 ** 32
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
