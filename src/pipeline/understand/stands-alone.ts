/** Which sentences tell their part of the news to somebody who reads nothing else. */
import { countLetters } from './count-letters.ts'

/** In letters, so that scripts without blanks need no rule of their own; a letter of those says about three times as much. */
const lettersMin = 45
const lettersMax = 320
const denseFactor = 3

/** Words at the start that lean on an earlier sentence. Written for this list, in the languages most read here. */
const leaning: ReadonlySet<string> = new Set(
  (
    'he she it they his her its their him them this that these those such both neither either another others but and or so yet however ' +
    'meanwhile instead also then thus therefore still moreover furthermore nevertheless nonetheless otherwise besides here there ' +
    'earlier later afterwards i we you my our your who which what why how if when asked speaking elsewhere similarly likewise because ' +
    'er sie es ihr ihre sein seine dieser diese dieses das dies dort hier aber und oder doch dennoch außerdem zudem jedoch dabei ' +
    'damit dazu deshalb daher danach auch so wir ich denn nun hieran hierbei hierzu hierfür darin darauf darüber daraus davon dafür ' +
    'dagegen dadurch demnach somit folglich ebenso trotzdem allerdings demzufolge zumal ' +
    'asimismo tampoco luego ello aquel aquella aquellos aquellas él ella ellos ellas esto esta este estos estas eso esa ese su sus pero y o sin además también así entonces por allí aquí ' +
    'celui celle ceux celles ça ensuite parallèlement il elle ils elles ce cet cette ces cela son sa ses leur leurs mais et ou donc or ainsi aussi alors enfin pourtant cependant ' +
    'lui lei loro questo questa questi queste ma e o anche inoltre così ele ela eles elas isto isso este esta mas também assim ' +
    'hij zij het ze dit dat deze maar en ook'
  ).split(' '),
)

/** Beginnings of several words that lean on what was said before. */
const leaningStart =
  /^(?:in addition|for (?:instance|example)|as a result|at the same time|in (?:fact|turn|contrast|other words|short)|by contrast|on the other hand|of course|that said|to that end|after (?:that|this)|since then|(?:by|until) then|even so|the (?:latter|former)|some of (?:them|these)|not only|zum beispiel|unter anderem|im gegensatz dazu|por ejemplo|en cambio|por otra parte|par exemple|en revanche|d['’]autre part)\b/iu

const prepositions =
  /^(?:in|on|at|with|during|despite|after|before|under|for|from|to|by|since|as|while|when|among|through)$/iu
const theirs = /^(?:he|she|they|his|her|their|its|him|them)$/iu
const prepositionsGerman = /^(?:in|an|auf|bei|mit|nach|vor|seit|trotz|für|von|zu|schon|während|unter|über|durch|aus)$/iu
const theirsGerman = /^(?:sein(?:e[mnrs]?)?|ihr(?:e[mnrs]?)?|dies(?:e[mnrs]?)?|ihn|ihm|in|bei)$/iu
const theirsGermanOnly = /^(?:sein(?:e[mnrs]?)?|ihr(?:e[mnrs]?)?|dies(?:e[mnrs]?)?|ihn|ihm)$/iu
/** Words in which the name that a pronoun stands for has to come. */
const wordsToName = 9

/** Who writes speaks of themselves or to the reader: no news by itself. */
const speaking: Readonly<Record<string, RegExp>> = {
  en: /(?<!\p{Lu}[\p{L}.]* )\bI(?=[ '’]\p{Ll})|\b(?:[Ww]e|[Mm]y|[Oo]urs?|[Yy]ou|[Yy]ours?)\b|\bus\b|\b[Ll]et['’]s\b/u,
  de: /\b(?:[Ii]ch|[Ww]ir|mich|mir|uns|[Uu]nser(?:e[mnrs]?)?|du|dein(?:e[mnrs]?)?|euch|eure?[mnrs]?)\b/u,
  es: /\b(?:[Yy]o|[Nn]osotr[oa]s|[Nn]uestr[oa]s?|[Mm]is?)\b/u,
  fr: /\b(?:[Jj]e|[Nn]ous|[Nn]otre|[Nn]os|[Vv]ous|[Vv]otre|[Vv]os|[Mm]on|[Mm]es)\b|\b[Jj]['’]/u,
}

/** What stands around the news on a page: letters to subscribe to, credits of pictures, the fate of the article itself. */
const surroundings =
  /newsletter|\b(?:sign up|subscribe|click here|read more|follow us|all rights reserved|getty images|file photo|photo(?:graph)? (?:by|credit)|image credit|originally (?:published|appeared)|this (?:article|story) (?:was|is|first|originally)|abonnieren|suscríb\p{L}*|inscrivez)\b|\((?:foto|photo|bild|image|imagen|picture)s?:|^(?:foto|photo|bild|image|imagen|picture|watch|video|read|listen)s?:/iu

/** A step of a list; in an interview, who speaks. */
const listed = /^(?:\p{N}{1,2}\. |\p{Lu}[\p{L}\p{M}'’-]+(?: \p{Lu}[\p{L}\p{M}'’-]+){1,2}: )/u

/** "OSLO, March 3 (AP) — ", in front of what the report says. */
const dateline =
  /^\p{Lu}[\p{Lu}\p{M}.'’ -]{2,40}(?:, ?[\p{L}\p{M}. ]{2,20}(?: ?\p{N}{1,2})?)?(?:\s*\([^()]{2,40}\)\s*(?:[-–—]{1,2}\s*)?|\s+[-–—]{1,2}\s+)/u

const datelineWithDay =
  /^\p{Lu}[\p{L}\p{M}]+(?:[ -][\p{L}\p{M}]+){0,2}, (?:den )?\p{N}{1,2}\. ?[\p{L}\p{M}\p{N}]+\.? ?(?:\p{N}{4})? ?[-–—]{1,2} /u

/** "新华社北京11月3日电". */
const datelineChinese = /^\p{Script=Han}{2,10}\p{N}{1,2}月\p{N}{1,2}日(?:电|讯|電|訊)[\s::,,]*/u

/** The sentence behind its dateline; the whole where it has none. */
export function withoutDateline(sentence: string): string {
  return sentence.slice(
    (dateline.exec(sentence) ?? datelineWithDay.exec(sentence) ?? datelineChinese.exec(sentence))?.[0].length ?? 0,
  )
}

/**
 * Whether a sentence can be read by itself: whole, of fair length, neither leaning on an earlier one ("He added …", "In his view …")
 * nor speaking to the reader, and part of the news rather than of the page. O(sentence).
 */
export function standsAlone(text: string, language: string): boolean {
  if (!isWhole(text)) return false
  if (/[|•►→]|::/u.test(text) || listed.test(text) || surroundings.test(text) || leaningStart.test(text)) return false
  if (leansOnPronoun(text, language)) return false
  const own = text.replace(/["“„«][^"”“»]*["”“»]/gu, ' ')
  return speaking[language]?.test(own) !== true
}

function isWhole(text: string): boolean {
  // Vowels are marks in the scripts of India and South-East Asia.
  const letters =
    countLetters(text) + (text.match(/[\u0900-\u109f]/gu)?.filter((sign) => /\p{M}/u.test(sign)).length ?? 0)
  const dense = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
  const size = dense ? letters * denseFactor : letters
  if (size < lettersMin || size > lettersMax) return false
  if (!/[.!…。！؟।]["”’»)\]]*$/u.test(text) || !quotesAreWhole(text)) return false
  if (/^["“”‘'«„「『([–—-]/u.test(text)) return false
  const first = /^[\p{L}\p{M}]+/u.exec(text)?.[0]
  if (first === undefined) return /^\p{N}/u.test(text)
  return !/^\p{Ll}/u.test(first) && !leaning.has(first.toLowerCase())
}

/** "In his speech the minister …": whose? "…, he said": who? A name soon after answers it: "In his speech, Quill …". */
function leansOnPronoun(text: string, language: string): boolean {
  if (saidBy.test(text)) return true
  const words = text.split(/\s+/u).slice(0, wordsToName)
  const [first = '', second = ''] = words
  if (language === 'de') return prepositionsGerman.test(first) && leansInGerman(words)
  if (language !== 'en' || !prepositions.test(first)) return false
  return isNobodys(text) || (theirs.test(second) && !words.slice(2).some((word) => /^\p{Lu}/u.test(word)))
}

const saidBy =
  /[,"”’] (?:he|she) (?:also )?(?:said|says|added|adds|told|noted|explained|continued|recalled|insisted|argued|warned)\b/iu

/** "In her spare time, she paints": no name and nobody else before it that she could be. */
function isNobodys(text: string): boolean {
  const before = text.slice(0, Math.max(0, text.search(/\b(?:he|she)\b/u)))
  const isSomebody = /\b(?:the|an?|one|two|who|whoever|every|each)\b/iu.test(before)
  return before !== '' && !isSomebody && !hasName(before)
}

function leansInGerman([, second = '', third = '']: readonly string[]): boolean {
  return theirsGermanOnly.test(second) || (theirsGerman.test(second) && theirsGermanOnly.test(third))
}

const times =
  /\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)\b/gu

/** A capital behind the first word, but for days and months. */
function hasName(text: string): boolean {
  return /\s\p{Lu}/u.test(text.replace(times, ''))
}

function quotesAreWhole(text: string): boolean {
  if (!/["“”«»()]/u.test(text)) return true
  const count = (sign: string) => text.split(sign).length - 1
  return count('“') === count('”') && count('«') === count('»') && count('"') % 2 === 0 && count('(') === count(')')
}
