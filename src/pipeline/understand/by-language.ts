/** What is known of each language, made when a text in it is first met: most who read meet few. */
export type ByLanguage<Known> = { readonly get: (language: string) => Known | undefined }

/** Makes what is known of one of these languages once. */
export function byLanguage<Known>(languages: Iterable<string>, make: (language: string) => Known): ByLanguage<Known> {
  const listed = new Set(languages)
  const made = new Map<string, Known>()
  return {
    get: (language) => {
      if (!listed.has(language)) return undefined
      const known = made.get(language) ?? make(language)
      made.set(language, known)
      return known
    },
  }
}
