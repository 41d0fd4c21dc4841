/** The declaration stands within the first kilobyte of a page (HTML standard); publishers stray a little. */
const declarationBytes = 4096

/**
 * Bytes of a page as text. The encoding is that of the byte order mark, else of the Content-Type header, else of the page's own
 * declaration, else UTF-8 where the bytes are valid, else windows-1252. Never throws.
 */
export function decodePage(bytes: Uint8Array, contentType?: string): string {
  const label = markOf(bytes) ?? labelIn(contentType) ?? declaredIn(bytes)
  const named = label === undefined ? undefined : decoderOf(label)?.decode(bytes)
  if (named !== undefined) return named
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

function labelIn(text: string | undefined): string | undefined {
  return /charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})/i.exec(text ?? '')?.[1]
}

/** A page that can be read far enough to find a declaration of UTF-16 is not UTF-16 (HTML standard). */
function declaredIn(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, declarationBytes))
  const label = labelIn(head) ?? /<\?xml[^>]{0,100}encoding\s?=\s?["']([\w.:-]{2,40})/i.exec(head)?.[1]
  return label === undefined ? undefined : /^utf-?16/i.test(label) ? 'utf-8' : label
}

function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label)
  } catch {
    return undefined
  }
}
