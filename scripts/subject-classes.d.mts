export type Collection = {
  readonly file: string
  readonly roots: Readonly<Record<string, string>>
  readonly narrow: Readonly<Record<string, string>>
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
