/**
 * Words of a text in any script, folded so that case, width and composition make no difference. In scripts written
 * without spaces each character is a word of its own, so that a phrase is found inside a line of them; a run of Katakana
 * stays whole, since it is one loanword.
 */

/** Runs of letters, marks and digits, or one character of a script without spaces. Linear: each alternative takes a class. */
const wordPattern =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{sc=Katakana}ー]+|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])[\p{L}\p{M}\p{N}])+/gu
const plainPattern = /[a-z0-9]+/g
const asciiOnly = /^[\p{ASCII}]*$/u

/** Folded words in order. Upper case first, so that ß and ss, final and other sigma, are one. O(length). */
export function foldWords(text: string): string[] {
  if (asciiOnly.test(text)) return text.toLowerCase().match(plainPattern) ?? []
  return text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').match(wordPattern) ?? []
}

/** A person's name as it is compared: however it is written, spaced or composed. O(length). */
export function foldName(name: string): string {
  return foldWords(name).join(' ')
}
