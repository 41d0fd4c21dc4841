import { type SplitText, sentencesOf } from './sentences.ts'
import { standsAlone, withoutDateline } from './stands-alone.ts'

const pointsMax = 3
const pagePointsMax = 6
/** Below this many sentences a text says no more than itself. */
const sentencesMin = 5
/** A news text says what happened near its top. */
const sentencesConsidered = 40
/** Two sentences that share this much of the shorter one's words say the same. */
const sameShare = 0.6

/**
 * Two or three sentences that tell the news by themselves: the page's own key points where it has them, else sentences of
 * the text that neither lean on others ("He added …") nor repeat the title. Empty for short texts. O(text).
 */
export function keyPointsOf(
  article: SplitText & { readonly title: string; readonly pageKeyPoints?: readonly string[] },
): string[] {
  const own = (article.pageKeyPoints ?? []).map((point) => point.trim()).filter((point) => point !== '')
  if (own.length > 0) return [...new Set(own)].slice(0, pagePointsMax)
  const sentences = sentencesOf(article).slice(0, sentencesConsidered)
  if (sentences.length < sentencesMin) return []
  const titleWords = wordsOf(article.title)
  const worded = sentences.map(({ text: whole }, place) => {
    const text = withoutDateline(whole)
    return { text, place, words: wordsOf(text) }
  })
  const weights = documentWeights(worded.map(({ words }) => words))
  const ranked = worded
    .filter(({ text, words }) => standsAlone(text, article.language) && !isTitleAgain(words, titleWords))
    .map((sentence) => ({ ...sentence, score: scoreOf(sentence, titleWords, weights) }))
    .sort((a, b) => b.score - a.score || a.place - b.place)
  const chosen: typeof ranked = []
  for (const sentence of ranked) {
    if (chosen.length === pointsMax) break
    if (chosen.every(({ words }) => sharedShare(words, sentence.words) < sameShare)) chosen.push(sentence)
  }
  return chosen.length < 2 ? [] : chosen.sort((a, b) => a.place - b.place).map(({ text }) => text)
}

/** Nearly all of the title, and hardly more than that. */
const wholeTitleShare = 0.8
const littleMore = 1.6

function isTitleAgain(words: ReadonlySet<string>, titleWords: ReadonlySet<string>): boolean {
  if (shareWithin(words, titleWords) >= sameShare) return true
  return shareWithin(titleWords, words) >= wholeTitleShare && words.size < titleWords.size * littleMore
}

/** How many sentences a word stands in, for words of two and more sentences: what the text keeps coming back to. */
function documentWeights(sentences: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const words of sentences) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** Early, near to the title's subject, near to what the text comes back to; figures and names add a little. */
function scoreOf(
  { text, place, words }: { readonly text: string; readonly place: number; readonly words: ReadonlySet<string> },
  titleWords: ReadonlySet<string>,
  weights: ReadonlyMap<string, number>,
): number {
  let central = 0
  let shared = 0
  for (const word of words) {
    const count = weights.get(word) ?? 1
    if (count > 1) central += Math.log(count)
    if (titleWords.has(word)) shared += 1
  }
  const early = 1 / (1 + place / 4)
  const concrete = /\p{N}/u.test(text) ? 0.1 : 0
  return early + central / Math.sqrt(words.size + 8) / 2 + Math.min(shared, 4) * 0.12 + concrete
}

/** Lower-case words that carry meaning: four letters and more, numbers, and pairs of letters where there are no blanks. */
function wordsOf(text: string): Set<string> {
  const words = new Set<string>()
  const mayBeDense = /[\u0e00-\u{10ffff}]/u.test(text)
  for (const word of text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) {
    if (mayBeDense && /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word))
      for (let i = 0; i + 1 < word.length; i++) words.add(word.slice(i, i + 2))
    else if (word.length > 3 || /^\p{N}{2,}$/u.test(word)) words.add(word)
  }
  return words
}

/** Share of the shorter one's words that the longer one has too. */
function sharedShare(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.size < b.size ? shareWithin(a, b) : shareWithin(b, a)
}

/** Share of the words of `inner` that `outer` has too. */
function shareWithin(inner: ReadonlySet<string>, outer: ReadonlySet<string>): number {
  let shared = 0
  for (const word of inner) if (outer.has(word)) shared += 1
  return inner.size === 0 ? 0 : shared / inner.size
}
