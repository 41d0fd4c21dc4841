export type Tag = {
  readonly name: string
  readonly closing: boolean
  readonly selfClosing: boolean
  readonly attributes: readonly Attribute[]
  /** Index after the `>`. */
  readonly end: number
  /** Whether it was not well-formed. */
  readonly repaired: boolean
}

/** An attribute as written, entities and all; `start` and `end` enclose the value without its quotes. */
export type Attribute = { readonly name: string; readonly value: string; readonly start: number; readonly end: number }

/** Attributes kept of one tag; what comes after them is not looked at. */
const attributesMax = 200
const nameStart = /[A-Za-z_:\u0080-\uffff]/
const nameRest = /[^\s/>=<"']*/y
const unquoted = /[^ \n\t\r<>]*/y
const spaces = /[ \n\t\r]*/y

/** The tag that begins with the `<` at `at`, or undefined where none does. Takes HTML's liberties and says so. */
export function readTag(text: string, at: number, find: (needle: string, from: number) => number): Tag | undefined {
  const closing = text.charCodeAt(at + 1) === 0x2f
  const nameAt = at + (closing ? 2 : 1)
  if (!nameStart.test(text[nameAt] ?? '')) return undefined
  let index = endOfName(text, nameAt)
  const name = text.slice(nameAt, index)
  const attributes: Attribute[] = []
  let repaired = false
  while (index < text.length) {
    const character = text[index] ?? ''
    if (character === '>')
      return { name, closing, selfClosing: text[index - 1] === '/', attributes, end: index + 1, repaired }
    if (character === '<') return { name, closing, selfClosing: false, attributes, end: index, repaired: true }
    if (isSpace(character) || character === '/') {
      index += 1
      continue
    }
    const attribute = readAttribute(text, index, find)
    if (attribute === undefined) {
      repaired = true
      index += 1
      continue
    }
    repaired ||= attribute.repaired
    attributes.push(attribute)
    index = attribute.next
    if (attributes.length < attributesMax) continue
    const close = find('>', index)
    return {
      name,
      closing,
      selfClosing: text[close - 1] === '/',
      attributes,
      end: close === -1 ? text.length : close + 1,
      repaired,
    }
  }
  return { name, closing, selfClosing: false, attributes, end: text.length, repaired: true }
}

/** Finds text without ever reading the same stretch twice for one needle, so that broken input costs linear time. */
export function tagFinder(text: string): (needle: string, from: number) => number {
  const last = new Map<string, { from: number; found: number }>()
  return (needle, from) => {
    const known = last.get(needle)
    if (known !== undefined && known.from <= from && (known.found === -1 || known.found >= from)) return known.found
    const found = text.indexOf(needle, from)
    last.set(needle, { from, found })
    return found
  }
}

function readAttribute(
  text: string,
  at: number,
  find: (needle: string, from: number) => number,
): (Attribute & { readonly next: number; readonly repaired: boolean }) | undefined {
  const nameEnd = endOfName(text, at)
  if (nameEnd === at) return undefined
  const name = text.slice(at, nameEnd)
  const equals = skipSpace(text, nameEnd)
  if (text[equals] !== '=') return { name, value: '', start: nameEnd, end: nameEnd, next: nameEnd, repaired: true }
  const valueAt = skipSpace(text, equals + 1)
  const quote = text[valueAt] ?? ''
  if (quote === '"' || quote === "'") {
    const end = find(quote, valueAt + 1)
    if (end !== -1)
      return { name, value: text.slice(valueAt + 1, end), start: valueAt + 1, end, next: end + 1, repaired: false }
  }
  const end = endOf(unquoted, text, valueAt)
  return { name, value: text.slice(valueAt, end), start: valueAt, end, next: Math.max(end, valueAt), repaired: true }
}

function endOfName(text: string, at: number): number {
  return endOf(nameRest, text, at)
}

/** Where a sticky expression that may match nothing ends. */
function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at
  expression.test(text)
  return Math.max(at, expression.lastIndex)
}

function skipSpace(text: string, at: number): number {
  return endOf(spaces, text, at)
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r'
}
