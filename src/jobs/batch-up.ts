type Waiting<Item, Result> = {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers what comes while the batch before is being done, and does it as one: no clock, and no waiting when there is
 * nothing to wait for. `run` gives a function that tells the result of each item. Each caller waits for the batch that its
 * own item is in, and fails with it.
 */
export function batchUp<Item, Result>(
  run: (items: readonly Item[]) => Promise<(item: Item) => Result>,
  options: { readonly itemsMax: number },
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  let isRunning = false
  const next = async (): Promise<void> => {
    if (isRunning) return
    isRunning = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, options.itemsMax)
      waiting = waiting.slice(options.itemsMax)
      await run(batch.map(({ item }) => item)).then(
        (resultOf) => {
          for (const { item, resolve } of batch) resolve(resultOf(item))
        },
        (error: unknown) => {
          for (const { reject } of batch) reject(error)
        },
      )
    }
    isRunning = false
  }
  return async (item) =>
    await new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      void next()
    })
}
