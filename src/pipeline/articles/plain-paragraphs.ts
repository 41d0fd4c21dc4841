import { plainText } from './body-text.ts'

const open = '<p>'
const close = '</p>'
const space = /[ \t\n]*/y
/** What the parser would drop, or turn into something else. */
const unusual = /[^\P{Cc}\t\n]|\p{Cs}/u
const reference = /&(?:amp|lt|gt|quot|apos|#39|#x26|#x3C);/g
const referred: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&#x26;': '&',
  '&lt;': '<',
  '&#x3C;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
}

/**
 * HTML that is nothing but paragraphs of text, as feeds send it most often: cleaned and read as the parser’s tree would be,
 * without making one. Undefined when there is anything else in it.
 */
export function plainParagraphs(html: string): { readonly html: string; readonly text: string } | undefined {
  const cleaned: string[] = []
  const texts: string[] = []
  for (let at = afterSpace(html, 0); at < html.length; ) {
    const end = html.indexOf(close, at)
    const text = html.startsWith(open, at) && end >= 0 ? plainContent(html.slice(at + open.length, end)) : undefined
    if (text === undefined) return undefined
    const next = afterSpace(html, end + close.length)
    const escaped = text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;')
    cleaned.push(open, escaped, close, html.slice(end + close.length, next))
    const line = plainText(text)
    if (line !== '') texts.push(line)
    at = next
  }
  return { html: cleaned.join('').trim(), text: texts.join('\n\n').trim().normalize('NFC') }
}

function afterSpace(html: string, at: number): number {
  space.lastIndex = at
  return at + (space.exec(html)?.[0].length ?? 0)
}

/** The text that this markup stands for, where it holds no tags and none but the commonest references. */
function plainContent(markup: string): string | undefined {
  if (markup.includes('<') || unusual.test(markup)) return undefined
  if (markup.replace(reference, '').includes('&')) return undefined
  return markup.replace(reference, (name) => referred[name] ?? name)
}
