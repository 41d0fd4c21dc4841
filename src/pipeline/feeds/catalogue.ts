/** A feed that is offered to someone who has none yet. */
export type CatalogueEntry = {
  readonly url: string
  readonly name: string
  /** ISO 3166-1 code of the country that it reports from. */
  readonly country?: string
  /** What it writes about, in English. */
  readonly subject?: string
}

export type CatalogueQuery = {
  readonly country?: string
  /** An id of `subjects`. */
  readonly subject?: string
  /** Words that the name or the address contains, all of them. */
  readonly text?: string
  /** BCP 47: what reports from where it is spoken comes first, from the country that speaks it most before the others. */
  readonly language?: string
  /** Addresses that come first, whatever else is asked for: what was chosen already. */
  readonly chosen?: readonly string[]
  readonly limit: number
}

export type CatalogueAnswer = {
  /** All there are, by name, whatever was asked for. */
  readonly countries: { readonly code: string; readonly name: string; readonly count: number }[]
  readonly subjects: { readonly id: string; readonly label: string; readonly count: number }[]
  readonly sources: CatalogueEntry[]
}

/** The feeds that a query asks for, in the order of the catalogue where it asks for no other, with everything that can be asked for. O(n log n). */
export function searchCatalogue(catalogue: readonly CatalogueEntry[], query: CatalogueQuery): CatalogueAnswer {
  const words = (query.text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const isWanted = (entry: CatalogueEntry): boolean =>
    (query.country === undefined || entry.country === query.country.toUpperCase()) &&
    (query.subject === undefined ||
      (entry.subject !== undefined && subjectId(entry.subject) === subjectId(query.subject))) &&
    words.every((word) => `${entry.name} ${entry.url}`.toLowerCase().includes(word))
  const chosen = new Set(query.chosen)
  const isChosen = ({ url }: CatalogueEntry): boolean => chosen.has(url)
  const countryNames = new Intl.DisplayNames(['en'], { type: 'region' })
  const countries = counted(catalogue.map((entry) => entry.country))
  const subjects = counted(catalogue.map((entry) => entry.subject))
  return {
    countries: countries
      .map(([code, count]) => ({ code, name: countryNames.of(code) ?? code, count }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    subjects: subjects
      .map(([label, count]) => ({ id: subjectId(label), label, count }))
      .sort((a, b) => a.label.localeCompare(b.label, 'en')),
    sources: [
      ...catalogue.filter(isChosen),
      ...nearFirst(
        catalogue.filter((entry) => !isChosen(entry) && isWanted(entry)),
        query.language,
      ).slice(0, query.limit),
    ],
  }
}

/** Countries and languages by CLDR's likely subtags. */
function nearFirst(entries: readonly CatalogueEntry[], language: string | undefined): readonly CatalogueEntry[] {
  if (language === undefined) return entries
  const home = new Intl.Locale(language).maximize()
  const distance = ({ country }: CatalogueEntry): number => {
    if (country === undefined) return 2
    if (country === home.region) return 0
    return new Intl.Locale('und', { region: country }).maximize().language === home.language ? 1 : 2
  }
  return entries.toSorted((a, b) => distance(a) - distance(b))
}

/** "Business & Economy" → "business-economy". */
function subjectId(label: string): string {
  return (label.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join('-')
}

function counted(values: readonly (string | undefined)[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
}
