/** How good an order is. `relevant`, best place first: whether the item there was wanted. All in [0, 1]; 0 when none was. */

/** The chance that a wanted item stands above an unwanted one, from scores: ties count half. O(n²). */
export function areaUnderCurve(scores: readonly number[], relevant: readonly boolean[]): number {
  let won = 0
  let pairs = 0
  for (const [wanted, score] of scores.entries()) {
    if (relevant[wanted] !== true) continue
    for (const [other, otherScore] of scores.entries()) {
      if (relevant[other] === true) continue
      pairs += 1
      won += score > otherScore ? 1 : score === otherScore ? 0.5 : 0
    }
  }
  return pairs === 0 ? 0 : won / pairs
}

/** One over the place of each wanted item, averaged: the mean reciprocal rank of MIND's evaluation. */
export function reciprocalRank(relevant: readonly boolean[]): number {
  const places = relevant.flatMap((wanted, place) => (wanted ? [place + 1] : []))
  return places.length === 0 ? 0 : places.reduce((sum, place) => sum + 1 / place, 0) / places.length
}

/** Normalised discounted cumulative gain of the first `count` places. Source: Järvelin and Kekäläinen (2002). */
export function gainAt(count: number, relevant: readonly boolean[]): number {
  const gain = (places: readonly boolean[]): number =>
    places.slice(0, count).reduce((sum, wanted, place) => sum + (wanted ? 1 / Math.log2(place + 2) : 0), 0)
  const best = gain([...relevant].sort((a, b) => Number(b) - Number(a)))
  return best === 0 ? 0 : gain(relevant) / best
}
