/** Letters of any script in a text; one code point each. O(text), without a list of them. */
export function countLetters(text: string): number {
  let letters = 0
  for (const character of text) {
    const code = character.charCodeAt(0) | 0x20
    if (code < 0x80 ? code >= 0x61 && code <= 0x7a : /\p{L}/u.test(character)) letters += 1
  }
  return letters
}
