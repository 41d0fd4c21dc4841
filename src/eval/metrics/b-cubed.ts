/** Precision, recall and F1, each in [0, 1]. */
export type BCubed = { readonly precision: number; readonly recall: number; readonly f1: number }

/**
 * Agreement of two partitions, item by item: of the items put with this one, the share that belong with it, and of those
 * that belong, the share that were put. `found` and `gold` name the group of item n. O(n).
 * Source: Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space model" (1998).
 */
export function bCubed(found: readonly (string | number)[], gold: readonly (string | number)[]): BCubed {
  const items = bCubedByItem(found, gold)
  if (items.length === 0) return { precision: 1, recall: 1, f1: 1 }
  const precision = items.reduce((sum, item) => sum + item.precision, 0) / items.length
  const recall = items.reduce((sum, item) => sum + item.recall, 0) / items.length
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

/** The same for each item by itself, in order. */
export function bCubedByItem(
  found: readonly (string | number)[],
  gold: readonly (string | number)[],
): Pick<BCubed, 'precision' | 'recall'>[] {
  if (found.length !== gold.length) throw new RangeError(`${found.length} items found, ${gold.length} in gold`)
  const foundSizes = tally(found)
  const goldSizes = tally(gold)
  const pairs = found.map((group, item) => JSON.stringify([group, gold[item]]))
  const bothSizes = tally(pairs)
  return found.map((group, item) => {
    const both = bothSizes.get(pairs[item] ?? '') ?? 0
    return { precision: both / (foundSizes.get(group) ?? 1), recall: both / (goldSizes.get(gold[item] ?? '') ?? 1) }
  })
}

function tally<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
