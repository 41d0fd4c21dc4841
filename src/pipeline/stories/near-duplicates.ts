import type { EntryId } from '../../domain/ids.ts'
import type { StoryEntry } from '../../domain/story.ts'
import { hashTerm } from './sparse-vector.ts'
import { compareInTime } from './time-order.ts'

/** Words of one entry that are compared. */
const wordsMax = 600
const charactersMax = 8_000
/** A shingle is this many words in a row. */
const shingleWords = 4
/** Of the start of a text, as many shingles as this say where to look for copies: tails are cut, starts are kept. */
const leadShingles = 24
const sketchSize = 8
/** A shingle that stands at the start of more entries than this is boilerplate. */
const holdersMax = 200
/** Share of the shorter text that must stand in the longer one: a copy may have a word mended here and there. */
const containmentMin = 0.9
/** Texts of fewer shingles than this are copies only when the headline is the same too. */
const shinglesMin = 12
/** Copies appear within this many days. */
const gapDaysMax = 10

/**
 * Syndicated copies: for each copy, the earliest entry that it repeats (itself never a copy). A copy says nothing that its
 * original does not say: its headline may be set in other capitals or carry an outlet's name, and its tail may be cut.
 * A longer, later text that begins like an earlier one is news, not a copy, and so is one that is worded anew or brings
 * another number, under whatever headline. Deterministic; order of input changes nothing.
 * About 0.1 ms an entry. Source: Broder, "On the resemblance and containment of documents" (1997).
 */
export function findNearDuplicates(entries: readonly StoryEntry[]): Map<EntryId, EntryId> {
  const sorted = [...entries].sort(compareInTime)
  const holders = new Map<number, Shingled[]>()
  const originalOf = new Map<EntryId, EntryId>()
  for (const entry of sorted) {
    const own = shingle(entry)
    const original = candidatesOf(own, holders).find((earlier) => isCopy(own, earlier))
    if (original !== undefined) originalOf.set(entry.id, originalOf.get(original.id) ?? original.id)
    for (const key of own.keys) {
      const held = holders.get(key)
      if (held === undefined) holders.set(key, [own])
      else if (held.length < holdersMax) held.push(own)
    }
  }
  return originalOf
}

type Shingled = {
  readonly id: EntryId
  readonly publishedAtMs: number
  readonly headline: string
  readonly shingles: ReadonlySet<number>
  readonly numbers: ReadonlySet<string>
  readonly keys: readonly number[]
}

function shingle(entry: StoryEntry): Shingled {
  const words = normaliseWords(withoutBylines(entry.text.slice(0, charactersMax))).slice(0, wordsMax)
  // Twice: a headline may end in its speaker's name already, before a copy adds the outlet's.
  const headline = normaliseWords(withoutOutlet(withoutOutlet(entry.title))).join(' ')
  const hashes: number[] = []
  for (let start = 0; start + shingleWords <= words.length; start += 1)
    hashes.push(hashTerm(words.slice(start, start + shingleWords).join(' ')))
  const lead = [...new Set(hashes.slice(0, leadShingles))].sort((one, other) => one - other)
  return {
    id: entry.id,
    publishedAtMs: entry.publishedAtMs,
    headline,
    shingles: new Set(hashes),
    numbers: new Set(words.filter((word) => /\p{N}/u.test(word))),
    keys: [...new Set([hashTerm(`headline ${headline}`), ...lead.slice(0, sketchSize)])],
  }
}

/** Earlier entries that share a key, those with most keys in common first, then the earliest. */
function candidatesOf(own: Shingled, holders: ReadonlyMap<number, readonly Shingled[]>): Shingled[] {
  const shared = new Map<Shingled, number>()
  for (const key of own.keys)
    for (const holder of holders.get(key) ?? []) shared.set(holder, (shared.get(holder) ?? 0) + 1)
  return [...shared]
    .sort((one, other) => other[1] - one[1] || compareInTime(one[0], other[0]))
    .map(([holder]) => holder)
}

function isCopy(later: Shingled, earlier: Shingled): boolean {
  if (later.publishedAtMs - earlier.publishedAtMs > gapDaysMax * 86_400_000) return false
  const hasSameHeadline = later.headline !== '' && later.headline === earlier.headline
  const shorter = Math.min(later.shingles.size, earlier.shingles.size)
  if (shorter === 0) return hasSameHeadline && later.shingles.size === 0 && later.headline.includes(' ')
  if (shorter < shinglesMin && !hasSameHeadline) return false
  const addsNothing = later.shingles.size <= earlier.shingles.size * 1.1
  if (!addsNothing && !hasSameHeadline) return false
  const [part, whole] = addsNothing ? [later, earlier] : [earlier, later]
  const hasOtherNumbers = [...part.numbers].some((number) => !whole.numbers.has(number))
  return !hasOtherNumbers && countShared(later.shingles, earlier.shingles) >= containmentMin * shorter
}

function countShared(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one]
  let shared = 0
  for (const hash of small) if (large.has(hash)) shared += 1
  return shared
}

function normaliseWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  )
}

/** Paragraphs at either end of a text that may be an outlet's own: who wrote it, when it came, what to read next. */
const bylinesMax = 2
const bylineWordsMax = 8

/** The text without short lines at both ends that are no sentences: each outlet sets its own there, with numbers of its own. */
function withoutBylines(text: string): string {
  const paragraphs = text.split(/\n\s*\n/u)
  let [from, to] = [0, paragraphs.length]
  while (from < bylinesMax && isByline(paragraphs[from] ?? '')) from += 1
  while (paragraphs.length - to < bylinesMax && isByline(paragraphs[to - 1] ?? '')) to -= 1
  return from < to ? paragraphs.slice(from, to).join('\n\n') : text
}

/** More than one number is a table's row or a result. */
function isByline(paragraph: string): boolean {
  const words = normaliseWords(paragraph)
  if (words.length > bylineWordsMax || /[.!?…。！？।؟]["”’»)\]]*\s*$/u.test(paragraph)) return false
  return words.filter((word) => /\p{N}/u.test(word)).length <= 1
}

/** What stands between a headline and the name of its outlet; some put a quotation mark where an angle was. */
const outletSigns = [' - ', ' | ', ' – ', ' — ', ' » ', ' " ']

/** The headline without a last part after a dash or bar of at most four words: an outlet's name, or "wire". */
export function withoutOutlet(title: string): string {
  const at = Math.max(...outletSigns.map((sign) => title.lastIndexOf(sign)))
  if (at < 0) return title
  const head = title.slice(0, at)
  const isShort =
    title
      .slice(at + 3)
      .trim()
      .split(/\s+/).length <= 4
  return isShort && head.trim().split(/\s+/).length >= 3 ? head : title
}
