/** What no database keeps as text, and no person types: NUL characters, and halves of surrogate pairs. */

/** The text without them. */
export function keepable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}

/** Whether there are none in it. */
export function isKeepable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}
