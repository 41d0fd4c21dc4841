import { eld } from 'eld/small'
import { countLetters } from './count-letters.ts'

/** Letters that the detector reads; more of them do not change its mind. */
const lettersMax = 1500
/** With fewer letters than this, what the publisher declares is worth more than what the letters look like. */
const lettersForOwnMind = 60
/** With fewer letters than this and nothing declared, a guess needs the detector's own trust. */
const lettersForAnyGuess = 40

/** Small words that texts in a language are full of, and texts in its neighbours are not. */
const ownWords: ReadonlyMap<string, RegExp> = new Map([
  ['en', /\b(?:the|and|that|with|from|by|to|said|have|their|which|this|were|been|its)\b/gi],
  ['es', /\b(?:el|los|las|y|por|una|con|para|pero|muy)\b/gi],
  ['de', /\b(?:der|die|und|den|das|mit|von|nicht|ein|eine|auf|im|ist|dem)\b/gi],
])
/** The start of a text that they are looked for in: as much as the detector reads. */
const ownWordsCharacters = 400
/** One of them in so many characters, which is one word in ten, and no fewer than these in all, leave nothing to detect. */
const charactersPerOwnWord = 60
const ownWordsMin = 4

/** Scripts in which only these languages are written in the news; the first is the one to assume. */
const scripts: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\p{Script=Han}/gu, ['zh', 'ja']],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, ['ja']],
  [/\p{Script=Hangul}/gu, ['ko']],
  [/\p{Script=Arabic}/gu, ['ar', 'fa', 'ur', 'ps', 'ku', 'sd', 'ug', 'ckb', 'az']],
  [/\p{Script=Cyrillic}/gu, ['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk', 'ky', 'mn', 'tg', 'uz', 'tt', 'bs']],
  [/\p{Script=Greek}/gu, ['el']],
  [/\p{Script=Hebrew}/gu, ['he', 'yi']],
  [/\p{Script=Devanagari}/gu, ['hi', 'mr', 'ne', 'sa']],
  [/\p{Script=Thai}/gu, ['th']],
]

/** Where the letters of the scripts above are: beyond Latin, its marks, and the signs in use with it. */
const beyondLatin = /[\u0370-\u1dff\u1f00-\u1fff\u2c00-\u{10ffff}]/u

/**
 * The language of a text as ISO 639-1, or `und` when it cannot be told. `hint` is what the publisher declares, in any form of
 * BCP 47; it decides for short texts, as long as the letters can be of that language. Some 0.1 ms.
 */
export function detectLanguage(text: string, hint?: string): string {
  const sample = text.slice(0, lettersMax)
  const declared = normaliseTag(hint)
  const isLatin = !beyondLatin.test(sample)
  if (declared !== undefined && isLatin && isFullOfOwnWords(sample, declared)) return declared
  const letters = countLetters(sample)
  if (letters === 0) return declared ?? 'und'
  const possible = isLatin ? undefined : languagesOfScript(sample, letters)
  if (declared !== undefined && letters < lettersForOwnMind && isPossible(declared, possible)) return declared
  const { language, isReliable } = eld.detect(sample)
  if (language !== '' && isPossible(language, possible) && (letters >= lettersForAnyGuess || isReliable()))
    return language
  if (declared !== undefined && isPossible(declared, possible)) return declared
  return possible?.[0] ?? 'und'
}

/** Whether a text is plainly in the language that is declared; the detector takes seven times as long. */
function isFullOfOwnWords(sample: string, declared: string): boolean {
  const words = ownWords.get(declared)
  if (words === undefined) return false
  const start = sample.slice(0, ownWordsCharacters)
  const count = start.match(words)?.length ?? 0
  return count >= ownWordsMin && count * charactersPerOwnWord >= start.length
}

/** Declared every day, and canonical as they are: asking CLDR costs more than all else here. */
const languages: ReadonlySet<string> = new Set(
  'en es de fr it pt nl ru uk pl sv da fi tr el ar fa zh ja ko hi'.split(' '),
)

function normaliseTag(tag: string | undefined): string | undefined {
  const primary = tag?.trim().toLowerCase().split(/[-_]/u)[0]
  if (primary === undefined || !/^[a-z]{2,3}$/u.test(primary) || primary === 'und' || primary === 'mul')
    return undefined
  if (primary.length === 2 && languages.has(primary)) return primary
  try {
    // CLDR's canonical form turns `eng` into `en` and `iw` into `he`.
    return new Intl.Locale(primary).language
  } catch {
    return undefined
  }
}

/** Languages of the script that most letters belong to; undefined for Latin and scripts not listed. */
function languagesOfScript(sample: string, letters: number): readonly string[] | undefined {
  const kana = scripts[1]?.[0]
  const hasKana = kana !== undefined && sample.match(kana) !== null
  for (const [script, languages] of scripts) {
    if ((sample.match(script)?.length ?? 0) <= letters / 2) continue
    return languages.includes('zh') && hasKana ? ['ja'] : languages
  }
  return hasKana ? ['ja'] : undefined
}

function isPossible(language: string, ofScript: readonly string[] | undefined): boolean {
  if (ofScript !== undefined) return ofScript.includes(language)
  return !scripts.some(([, languages]) => languages[0] === language && languages.length < 3)
}
