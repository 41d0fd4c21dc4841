/** Characters of the body beside the title: about as many as the built-in encoder reads. */
const bodyCharactersMax = 500

/** What to embed of an article before its subjects are looked for: the title and the beginning of the body. */
export function subjectText(title: string, text: string): string {
  const body = text.slice(0, bodyCharactersMax)
  return body === '' ? title : `${title}. ${body}`
}
