/** The same address in one form, or undefined for what is no web address. */
export function canonicalUrl(url: string, base?: string): string | undefined {
  if (!URL.canParse(url, base)) return undefined
  const parsed = new URL(url, base)
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return undefined
  parsed.hash = ''
  return parsed.href
}
