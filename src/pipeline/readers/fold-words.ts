/**
 * Words of a text in any script, folded so that case, width and composition make no difference, nor what publishers put
 * between letters for the sake of how lines look, nor the vowel marks that Arabic is read without. In scripts written
 * without spaces each character is a word of its own, so that a phrase is found inside a line of them; a run of Katakana
 * stays whole, since it is one loanword.
 */

/** Runs of letters, marks and digits, or one character of a script without spaces. Linear: each alternative takes a class. */
const wordPattern =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{sc=Katakana}ー]+|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])[\p{L}\p{M}\p{N}])+/gu
const plainPattern = /[a-z0-9]+/g
const asciiOnly = /^[\p{ASCII}]*$/u
/** Soft hyphens, what has no width, the Arabic tatweel and vowel marks: none of them makes another word. */
const unseenPattern = /\u0640|[\u064B-\u0652]|\u0670|[\u00AD\u200B\u2060\uFEFF]/g

/** Folded words in order. Upper case first, so that ß and ss, final and other sigma, I with a dot and without, are one. O(length). */
export function foldWords(text: string): string[] {
  if (asciiOnly.test(text)) return text.toLowerCase().match(plainPattern) ?? []
  const seen = text.normalize('NFKC').replace(unseenPattern, '')
  // The small letter of İ is an i with a dot of its own.
  const folded = seen.toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('i\u0307', 'i')
  return folded.match(wordPattern) ?? []
}

/** A person's name as it is compared: however it is written, spaced or composed. O(length). */
export function foldName(name: string): string {
  return foldWords(name).join(' ')
}
