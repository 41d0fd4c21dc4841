import type { StoryEntry } from '../../domain/story.ts'
import { withoutOutlet } from './near-duplicates.ts'
import { compareInTime } from './time-order.ts'

/** Lengths between which a headline reads well on a card. */
const charactersMin = 25
const charactersMax = 110
/** Latest reports that are asked for a headline: a headline from hours ago misses what came since. */
const entriesMax = 40

/**
 * The headline that stands for a story: in the language that most reports are in, the one whose words most others use too,
 * of a fair length and not shouted. Ties go to the earliest. '' when no entry has a title.
 */
export function chooseHeadline(entries: readonly StoryEntry[]): string {
  const titled = entries.filter((entry) => entry.title.trim() !== '').sort(compareInTime)
  const language = commonestLanguage(titled)
  const heard = titled.filter((entry) => entry.language === language).slice(-entriesMax)
  const wordsOf = heard.map((entry) => wordSet(withoutOutlet(entry.title)))
  let best = ''
  let bestScore = Number.NEGATIVE_INFINITY
  for (const [place, entry] of heard.entries()) {
    const title = withoutCredit(withoutOutlet(entry.title))
    const score = agreement(wordsOf[place] ?? new Set(), wordsOf) - oddity(title)
    if (score > bestScore) [best, bestScore] = [title, score]
  }
  return best
}

/** What stands in brackets at the end and is no part of the news: the agency that it comes from, its site, that it was mended. */
const credit =
  / ?\((?:AP|AFP|UPI|dpa|EFE|ANSA|Reuters|Bloomberg|Xinhua|TASS|[\w.-]{1,40}\.(?:com|net|org)|updated?(?: ?\d{1,2})?)\)$/iu
const creditsMax = 2

function withoutCredit(title: string): string {
  let plain = title.trim()
  for (let n = 0; n < creditsMax; n += 1) plain = plain.replace(credit, '')
  return plain === '' ? title.trim() : plain
}

export function commonestLanguage(entries: readonly StoryEntry[]): string {
  const counts = new Map<string, number>()
  for (const { language } of entries) counts.set(language, (counts.get(language) ?? 0) + 1)
  let best = 'und'
  for (const [language, count] of counts) if (count > (counts.get(best) ?? 0)) best = language
  return best
}

/** Mean cosine of a headline's words with those of all, in [0, 1]. */
function agreement(words: ReadonlySet<string>, all: readonly ReadonlySet<string>[]): number {
  let sum = 0
  for (const other of all) {
    let shared = 0
    for (const word of words) if (other.has(word)) shared += 1
    if (words.size > 0 && other.size > 0) sum += shared / Math.sqrt(words.size * other.size)
  }
  return all.length === 0 ? 0 : sum / all.length
}

/** What speaks against a headline, in [0, 1]: too short, too long, shouted, a question. */
function oddity(title: string): number {
  const isShouted = title.toUpperCase() === title && title.toLowerCase() !== title
  const isLong = title.length > charactersMax
  const isShort = title.length < charactersMin
  return (isShouted ? 0.15 : 0) + (isLong ? 0.15 : 0) + (isShort ? 0.1 : 0) + (title.endsWith('?') ? 0.1 : 0)
}

function wordSet(title: string): Set<string> {
  return new Set(title.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
}
