import { plainText } from './body-text.ts'

/** One paragraph of text alone, with the space after it. */
const paragraph = /<p>((?:[^<&\p{Cc}\p{Cs}]+|[\t\n]+|&(?:amp|lt|gt|quot|apos|#39|#x26|#x3C);)*)<\/p>([ \t\n]*)/uy
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
  const start = /^[ \t\n]*/.exec(html)?.[0].length ?? 0
  const cleaned: string[] = []
  const texts: string[] = []
  paragraph.lastIndex = start
  for (let at = start; at < html.length; at = paragraph.lastIndex) {
    const [, content, space] = paragraph.exec(html) ?? []
    if (content === undefined || space === undefined) return undefined
    const text = content.replace(reference, (name) => referred[name] ?? name)
    cleaned.push('<p>', text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;'), '</p>', space)
    const line = plainText(text)
    if (line !== '') texts.push(line)
  }
  return { html: cleaned.join('').trim(), text: texts.join('\n\n').trim().normalize('NFC') }
}
