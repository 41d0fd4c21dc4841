/** Tells the server in which time zone the reader is; pages from then on speak of days and hours there. */

const yearSeconds = 365 * 86_400

export function tellTimeZone(): void {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is missing where a page came over plain HTTP
  document.cookie = `zone=${encodeURIComponent(timeZone)}; path=/; max-age=${yearSeconds}; samesite=lax`
}
