/** An address found on a page made absolute, or undefined when it is none that may be followed. */
export function absoluteUrl(value: unknown, baseUrl: string, protocols = /^https?:$/): string | undefined {
  if (typeof value !== 'string') return undefined
  const trimmed = value.trim()
  if (trimmed === '' || trimmed.length > addressCharactersMax) return undefined
  try {
    const url = new URL(trimmed, baseUrl)
    return protocols.test(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}

/** Longer addresses are data, not addresses. */
const addressCharactersMax = 4000
