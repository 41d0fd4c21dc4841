/** How texts and terms alike are cut into words that compare as equal, by language. */
import { simplifiedCharacter } from './traditional-characters.ts'

/** Words beyond this many say nothing new about the subject of an article. */
const wordsMax = 600

/** Written without blanks: every character is a word, and a term of several is a sequence. */
const unspaced: ReadonlySet<string> = new Set(['zh', 'ja'])
const unspacedWords =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{N}])+/gu
const spacedWords = /[\p{L}\p{N}]+/gu

/** Vowel marks, the small alif and the stroke that only lengthens a word. */
const arabicMarks = /[\u064B-\u065F\u0670\u0640]/gu
const arabicForms: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
}
/** "And", "then", "with" or "like" before the article, or "for" that has swallowed its first letter. */
const arabicArticle = /^(?:[وف]?[بك]?ال|[وف]?لل)(?=.{3})/u
/** The same little words before a noun without article, where they may as well be letters of the noun. */
const arabicLead = /^(?:و?[بلك]|[وف])(?=.{3})/u

export function isUnspaced(language: string): boolean {
  return unspaced.has(language)
}

/** "His", "her", "their", "our". */
const arabicPronoun = /(?<=.{3})(?:هما|هم|هن|ها|نا|ه)$/u

/** Lower-case words in their order, before endings or beginnings are taken off. */
export function plainWords(text: string, language: string): string[] {
  const start = text.slice(0, wordsMax * 12).toLowerCase()
  const written = language === 'ar' ? start.replace(arabicMarks, '') : start
  return written.match(isUnspaced(language) ? unspacedWords : spacedWords)?.slice(0, wordsMax) ?? []
}

/** A plain word as terms are looked up: one form for those that differ only in number, article or spelling. */
export function lookUpForm(word: string, language: string): string {
  if (language === 'en') return singular(word)
  if (language === 'ar')
    return word.replace(/[أإآٱىئؤة]/gu, (letter) => arabicForms[letter] ?? '').replace(arabicArticle, '')
  return language === 'zh' ? simplifiedCharacter(word) : word
}

/**
 * What else a word may be that no term knows, likeliest first: in Arabic, the word less a conjunction or preposition written
 * with it, or less the pronoun at its end ("their strike").
 */
export function otherForms(word: string, language: string): readonly string[] {
  if (language !== 'ar') return []
  const shorter = word.replace(arabicLead, '')
  return [shorter, word.replace(arabicPronoun, ''), shorter.replace(arabicPronoun, '')].filter((form) => form !== word)
}

function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) {
    return word
  }
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ch|sh|x|ss|zz)es$/u.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}
