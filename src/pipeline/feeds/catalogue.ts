export type CatalogueEntry = {
  readonly url: string
  readonly name: string
  readonly country?: string
  readonly subject?: string
}
export function searchCatalogue(_all: readonly CatalogueEntry[], _q: unknown) {
  return { countries: [], subjects: [], sources: [] as { url: string; name: string }[] }
}
