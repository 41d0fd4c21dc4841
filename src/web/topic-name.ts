import type { Words } from './words.ts'

/** A topic's name as readers see it: countries in the page's language, all others as they are written. */
export function topicName(
  { id, label }: { readonly id: string; readonly label: string },
  { countryName }: Pick<Words, 'countryName'>,
): string {
  const country = /^entity:country:([A-Z]{2})$/.exec(id)?.[1]
  return (country === undefined ? undefined : countryName(country)) ?? label
}
