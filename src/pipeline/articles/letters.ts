/** Letters and digits alone, lower-case: for comparing titles and names however they are set. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}
