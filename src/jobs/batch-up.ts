type Waiting<Item, Result> = {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

type BatchLimits<Item> = {
  readonly itemsMax: number
  /**
   * Batches that are done at the same time, beyond the first only full ones: small ones cost more than they bring. One after the
   * other unless told otherwise.
   */
  readonly atOnce?: number
  readonly size?: { readonly of: (item: Item) => number; readonly max: number }
}

/**
 * Gathers what comes while the batches before are being done, and does it as one: no clock, and no waiting when there is
 * nothing to wait for. `run` gives a function that tells the result of each item. Each caller waits for the batch that its
 * own item is in, and fails with it. A batch holds at most `itemsMax` items, and no more than `size.max` of their
 * sizes together unless it is a single one.
 */
export function batchUp<Item, Result>(
  run: (items: readonly Item[]) => Promise<(item: Item) => Result>,
  options: BatchLimits<Item>,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  const { atOnce = 1 } = options
  let running = 0
  const mayBegin = (): boolean => running === 0 || (running < atOnce && waiting.length >= options.itemsMax)
  const next = async (): Promise<void> => {
    if (!mayBegin()) return
    running += 1
    while (waiting.length > 0 && (running === 1 || waiting.length >= options.itemsMax)) {
      const batch = waiting.slice(0, countFitting(waiting, options))
      waiting = waiting.slice(batch.length)
      await run(batch.map(({ item }) => item)).then(
        (resultOf) => {
          for (const { item, resolve } of batch) resolve(resultOf(item))
        },
        (error: unknown) => {
          for (const { reject } of batch) reject(error)
        },
      )
    }
    running -= 1
  }
  return async (item) =>
    await new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      void next()
    })
}

function countFitting<Item>(
  waiting: readonly { readonly item: Item }[],
  { itemsMax, size }: BatchLimits<Item>,
): number {
  let count = 0
  let total = 0
  for (const { item } of waiting.slice(0, itemsMax)) {
    total += size?.of(item) ?? 0
    if (count > 0 && total > (size?.max ?? 0)) break
    count += 1
  }
  return count
}
