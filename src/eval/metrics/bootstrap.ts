/** A mean with the interval that 95 of 100 resamplings fall into. */
export type Interval = { readonly mean: number; readonly low: number; readonly high: number }

const resamplings = 1_000

/** Percentile bootstrap of the mean (Efron, 1979). The same seed gives the same interval. O(1,000 · n). */
export function bootstrapMean(values: readonly number[], seed: number): Interval {
  return bootstrapFigure(values, meanOf, seed)
}

/**
 * Percentile bootstrap of any figure over units that stand or fall together: stories, sentences, rows. The same seed gives
 * the same interval. O(1,000 · n), and the figure's own cost each time.
 */
export function bootstrapFigure<Unit>(
  units: readonly Unit[],
  figure: (sample: readonly Unit[]) => number,
  seed: number,
): Interval {
  const next = drawsFrom(seed)
  const figures = Array.from({ length: resamplings }, () =>
    figure(units.map((unit) => units[Math.floor(next() * units.length)] ?? unit)),
  ).sort((a, b) => a - b)
  const at = (share: number): number => figures[Math.min(resamplings - 1, Math.floor(share * resamplings))] ?? 0
  return { mean: figure(units), low: at(0.025), high: at(0.975) }
}

/** Uniform numbers in [0, 1): the mulberry32 generator. */
export function drawsFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
