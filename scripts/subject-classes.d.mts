type Topic = { readonly id: string; readonly score: number }
export type Collection = {
  readonly file: string
  readonly rootClasses: Readonly<Record<string, string>>
  readonly narrowClasses: Readonly<Record<string, string>>
}
export type Row = {
  readonly title: string
  readonly text: string
  readonly vectorText: string
  readonly wanted: string
  readonly finer?: string
}
export const collections: { readonly agNews: Collection; readonly mindNews: Collection }
export function readCollection(collection: Collection): Row[]
export function classOf(topics: readonly Topic[], collection: Collection): string
export function scoreOfWanted(topics: readonly Topic[], wanted: string, collection: Collection): number
