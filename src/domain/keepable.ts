/**
 * What no text needs: NUL characters and halves of surrogate pairs, which no database keeps, and other control characters but
 * tabs and line ends, which are commands to a terminal and forbidden in XML.
 */
const stray = /[^\P{Cc}\t\n\r]/gu

/** The text without them. */
export function keepable(text: string): string {
  return text.replace(stray, '').toWellFormed()
}

/** Whether a database keeps it as it is. */
export function isKeepable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}
