import type { Problem } from '../../domain/problem.ts'
import { guessEncoding } from './guess-encoding.ts'

export type Decoded = {
  readonly text: string
  /** WHATWG label of the encoding that was used, or `utf-32be`, `utf-32le`, `cp037`. */
  readonly encoding: string
  readonly problems: readonly Problem[]
}

/** How far into a document its XML declaration is looked for. */
const declarationBytesMax = 512

/**
 * Bytes → text. A byte order mark counts most, then the `charset` of the content type, the XML declaration, UTF-8
 * (RFC 7303), and windows-1252 where nothing else fits. Never throws. O(n).
 */
export function decodeBytes(bytes: Uint8Array, contentType?: string): Decoded {
  const marked = byMark(bytes) ?? byPattern(bytes)
  if (marked !== undefined) return marked
  const start = latin1(bytes.subarray(0, declarationBytesMax))
  const named = [charsetOf(contentType), declaredEncoding(start)].filter((label) => label !== undefined)
  const known = named.filter((label) => isSingleByteUnits(label))
  const problems = named
    .filter((label) => !isKnown(label))
    .map((label) => ({ code: 'unknown-encoding', message: `No encoding is called ${JSON.stringify(label)}.` }))
  const [first] = known
  const utf8 = strictly(bytes, 'utf-8')
  if (first === undefined) {
    if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8', problems: [...problems, ...widthProblem(named)] }
    return damaged(bytes, problems)
  }
  if (utf8 !== undefined && isWestern(first) && utf8.length < bytes.length)
    return { text: utf8, encoding: 'utf-8', problems: [...problems, mismatch(first, 'utf-8')] }
  for (const label of known) {
    const text = strictly(bytes, label)
    if (text === undefined) continue
    const encoding = canonicalLabel(label)
    return {
      text,
      encoding,
      problems: encoding === canonicalLabel(first) ? problems : [...problems, mismatch(first, encoding)],
    }
  }
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8', problems: [...problems, mismatch(first, 'utf-8')] }
  if (canonicalLabel(first) === 'utf-8') return damaged(bytes, problems)
  const encoding = canonicalLabel(first)
  return { text: new TextDecoder(first).decode(bytes), encoding, problems: [...problems, invalid(encoding)] }
}

/** The `charset` parameter of a content type, lower-cased. */
function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([^"';\s]{1,40})/i.exec(contentType?.slice(0, 500) ?? '')?.[1]?.toLowerCase()
}

function declaredEncoding(start: string): string | undefined {
  const declaration = /<\?xml\s([^>]{0,400})/i.exec(start)?.[1]
  return /encoding\s*=\s*["']\s*([^"'\s]{1,40})/i.exec(declaration ?? '')?.[1]?.toLowerCase()
}

const marks: readonly (readonly [readonly number[], string])[] = [
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
]

/** How `<` and what follows it look where a character is not one byte (XML 1.0, appendix F). */
const patterns: readonly (readonly [readonly number[], string])[] = [
  [[0x00, 0x00, 0x00, 0x3c], 'utf-32be'],
  [[0x3c, 0x00, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x3c, 0x00], 'utf-16be'],
  [[0x3c, 0x00], 'utf-16le'],
  [[0x4c, 0x6f, 0xa7, 0x94], 'cp037'],
]

function byMark(bytes: Uint8Array): Decoded | undefined {
  const found = marks.find(([mark]) => mark.every((byte, index) => bytes[index] === byte))
  if (found === undefined) return undefined
  const [mark, encoding] = found
  const rest = bytes.subarray(mark.length)
  if (encoding !== 'utf-8') return wide(rest, encoding)
  const text = strictly(rest, 'utf-8')
  return text === undefined ? damaged(rest) : { text, encoding, problems: [] }
}

function byPattern(bytes: Uint8Array): Decoded | undefined {
  const found = patterns.find(([pattern]) => pattern.every((byte, index) => bytes[index] === byte))
  return found === undefined ? undefined : wide(bytes, found[1])
}

function wide(bytes: Uint8Array, encoding: string): Decoded {
  if (encoding === 'cp037') return { text: ebcdic(bytes), encoding, problems: [] }
  const text = encoding.startsWith('utf-32')
    ? utf32(bytes, encoding === 'utf-32le')
    : new TextDecoder(encoding).decode(bytes)
  return { text, encoding, problems: text.includes('\ufffd') ? [invalid(encoding)] : [] }
}

const pieceCharacters = 8192

function utf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pieces: string[] = []
  let codes: number[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian)
    codes.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? 0xfffd : code)
    if (codes.length < pieceCharacters) continue
    pieces.push(String.fromCodePoint(...codes))
    codes = []
  }
  return pieces.join('') + String.fromCodePoint(...codes)
}

/** Code page 037 from 0x40 on, the part that markup and Latin text use; everything below is white space or control. */
const cp037 =
  ' \u00a0âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@\'="' +
  'Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×' +
  '{ABCDEFGHI\u00adôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u009f'

function ebcdic(bytes: Uint8Array): string {
  // The code page has only characters of Latin-1, so one byte becomes one byte.
  const codes = bytes.map((byte) => {
    if (byte >= 0x40) return cp037.charCodeAt(byte - 0x40)
    return byte === 0x25 || byte === 0x15 ? 0x0a : 0x20
  })
  return Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('latin1')
}

/** UTF-8 with some broken bytes stays UTF-8; for bytes that are hardly ever UTF-8 the likeliest encoding is guessed. */
function damaged(bytes: Uint8Array, before: readonly Problem[] = []): Decoded {
  const text = new TextDecoder('utf-8').decode(bytes)
  let broken = 0
  let whole = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0xfffd) broken += 1
    else if (code > 0x7f) whole += 1
  }
  if (whole >= broken) return { text, encoding: 'utf-8', problems: [...before, invalid('utf-8')] }
  const encoding = guessEncoding(bytes)
  return { text: new TextDecoder(encoding).decode(bytes), encoding, problems: [...before, mismatch('utf-8', encoding)] }
}

function strictly(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== ''
  } catch {
    return /^(utf-?32|ucs-?4|cp037|ibm037)/.test(label)
  }
}

/** A declaration that could be read byte by byte cannot be true where it names units of two or four bytes. */
function isSingleByteUnits(label: string): boolean {
  return isKnown(label) && !/^(u(tf|cs)?-?_?(16|32|2|4)|iso-10646|unicode|cp037|ibm037|csunicode)/.test(label)
}

function widthProblem(named: readonly string[]): Problem[] {
  const wide = named.find((label) => isKnown(label) && !isSingleByteUnits(label))
  return wide === undefined ? [] : [mismatch(wide, 'utf-8')]
}

function canonicalLabel(label: string): string {
  return new TextDecoder(label).encoding
}

function isWestern(label: string): boolean {
  return canonicalLabel(label) === 'windows-1252'
}

function mismatch(named: string, used: string): Problem {
  return {
    code: 'wrong-encoding',
    message: `It claims to be in ${named}, and was read as ${used}, which fits its bytes.`,
  }
}

function invalid(encoding: string): Problem {
  return { code: 'invalid-bytes', message: `Some bytes are not ${encoding} and were replaced.` }
}
