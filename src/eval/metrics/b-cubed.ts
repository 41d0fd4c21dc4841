/** Precision, recall and F1, each in [0, 1]. */
export type BCubed = { readonly precision: number; readonly recall: number; readonly f1: number }

/**
 * Agreement of two partitions, item by item: of the items put with this one, the share that belong with it, and of those
 * that belong, the share that were put. `found` and `gold` name the group of item n. O(n).
 * Source: Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space model" (1998).
 */
export function bCubed(found: readonly (string | number)[], gold: readonly (string | number)[]): BCubed {
  if (found.length !== gold.length) throw new RangeError(`${found.length} items found, ${gold.length} in gold`)
  if (found.length === 0) return { precision: 1, recall: 1, f1: 1 }
  const foundSizes = tally(found)
  const goldSizes = tally(gold)
  const pairs = found.map((group, item) => JSON.stringify([group, gold[item]]))
  const bothSizes = tally(pairs)
  let precision = 0
  let recall = 0
  for (const [item, group] of found.entries()) {
    const both = bothSizes.get(pairs[item] ?? '') ?? 0
    precision += both / (foundSizes.get(group) ?? 1) / found.length
    recall += both / (goldSizes.get(gold[item] ?? '') ?? 1) / found.length
  }
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

function tally<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
