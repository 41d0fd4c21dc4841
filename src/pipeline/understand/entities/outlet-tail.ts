/** Where a headline ends in the name of its outlet: "… - The Harbour Post", "… | Voz del Sur". */
import type { Gazetteer } from './gazetteer.ts'
import { isCapital, type NewsToken, type WordTraits } from './word-lore.ts'

type Headline = { readonly tokens: readonly NewsToken[]; readonly words: readonly WordTraits[] }

/** Signs that stand by themselves between two parts of a headline; no name reaches over one. */
export const dividers: ReadonlySet<string> = new Set(['-', '–', '—', '|', '»'])
/** Some outlets' systems write a quotation mark in place of an angle. */
const tailDividers: ReadonlySet<string> = new Set([...dividers, '"'])

const tailWordsMax = 6
const headWordsMin = 3

const articles: ReadonlySet<string> = new Set('The El La Los Las Le Les Der Die Das Il O A De Het'.split(' '))

/** Words that outlets are called by and that hardly end a headline otherwise. */
const outletWords: ReadonlySet<string> = new Set(
  (
    'post times news herald tribune journal gazette daily press sports tv radio online digital network magazine weekly chronicle ' +
    'observer guardian telegraph independent bulletin dispatch sentinel courier examiner inquirer reuters bbc cnn nbc cbs abc espn ' +
    'npr diario noticias voz periódico prensa crónica heraldo informativo zeitung tageszeitung blatt kurier anzeiger nachrichten ' +
    'rundschau presse monde figaro'
  ).split(' '),
)

/** The first token of the outlet's name, past the sign; nothing where the headline names none. O(tokens). */
export function outletTailOf({ tokens, words }: Headline, { names }: Gazetteer): number | undefined {
  let sign = tokens.length - 2
  while (sign >= headWordsMin && !tailDividers.has(tokens[sign]?.text ?? '')) sign -= 1
  const from = sign + 1
  if (sign < headWordsMin || tokens.length - from > tailWordsMax) return undefined
  const tail = tokens.slice(from)
  const isOutlet = tail.some(({ key }) => outletWords.has(key) || /\.(?:com|net|org|de|es)$/u.test(key))
  const [first] = tail
  const isMade =
    tail.length === 1 &&
    first !== undefined &&
    !names.has(first.key) &&
    isOwnShape(first, words[from]) &&
    first.text.length > 3
  const isNamed = tail.some((_, place) => isCapital(words[from + place]?.shape ?? ''))
  // "… | Marlow Bay Now", "… - La Marea": nothing but a name, after a sign of systems or with an article.
  const isTitled = tail.every((_, place) => isCapital(words[from + place]?.shape ?? ''))
  const isSigned = tokens[sign]?.text === '|' || tokens[sign]?.text === '»'
  if (isTitled && (isSigned || (tail.length > 1 && articles.has(first?.text ?? '')))) return from
  return (isOutlet && isNamed) || isMade ? from : undefined
}

/** "WELT", "CorreoBrask". */
function isOwnShape({ text }: NewsToken, word: WordTraits | undefined): boolean {
  return word?.shape === 'CAPITALS' || /^\p{Lu}\p{Ll}+\p{Lu}/u.test(text)
}
