import type { ReaderId, SourceId, StoryId } from './ids.ts'

/** What one part of the program tells the others. Consumers may see an event twice and must not mind. */
export type BusEvent =
  | { readonly kind: 'entries-saved'; readonly sourceId: SourceId; readonly added: number; readonly changed: number }
  | { readonly kind: 'stories-changed'; readonly storyIds: readonly StoryId[]; readonly dropped: readonly StoryId[] }
  | { readonly kind: 'reader-changed'; readonly readerId: ReaderId }
  | { readonly kind: 'accounts-changed' }
  | { readonly kind: 'sources-changed' }

/** Publishing belongs to storage, in the transaction of the change; this is the other end. */
export type Bus = {
  /** Calls `handle` for each event published from now on. Returns the function that ends it. */
  readonly subscribe: (handle: (event: BusEvent) => void) => () => void
  readonly close: () => Promise<void>
}
