/** Paragraphs of plain text: a blank line ends one. O(n). */
export function paragraphsOf(text: string): string[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
}

/** Text as HTML that shows it as it is, but for how its lines are broken. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Text whose lines are meant, as HTML. */
export function linesAsHtml(text: string): string {
  if (!text.includes('\n')) return escapeText(text)
  return paragraphsOf(text)
    .map((paragraph) => `<p>${escapeText(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('')
}

/** Text whose lines may have been broken anywhere, as HTML. */
export function proseAsHtml(text: string): string {
  const paragraphs = paragraphsOf(text)
  return paragraphs.length < 2 ? escapeText(text) : paragraphs.map((each) => `<p>${escapeText(each)}</p>`).join('')
}
