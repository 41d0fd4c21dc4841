import type { SourceId, TopicId } from '../../domain/ids.ts'
import type { Mute } from '../../domain/reader.ts'
import { foldWords } from './fold-words.ts'

/** What a mute can match. */
export type MuteSubject = {
  readonly title: string
  readonly keyPoints?: readonly string[]
  readonly text?: string
  readonly topics: readonly { readonly id: TopicId }[]
  readonly sourceIds: readonly SourceId[]
}

export type CompiledMutes = {
  /** Whether anything is muted; where not, no subject needs to be made. */
  readonly mutes: boolean
  /** Whether anything counts against stories. */
  readonly lessens: boolean
  /** Must never appear. */
  readonly isMuted: (subject: MuteSubject) => boolean
  /**
   * How many mutes of strength `less` match: what they match appears, with a lower score. All words together count once, and
   * sources by their part of the subject's outlets, so that one of five counts a fifth.
   */
  readonly countsAgainst: (subject: MuteSubject) => number
  /** What there is less of already. */
  readonly lessened: { readonly topics: ReadonlySet<TopicId>; readonly sources: ReadonlySet<SourceId> }
}

/** Phrases as a tree of words; `ends` where one is complete. */
type Phrases = { ends: boolean; readonly next: Map<string, Phrases> }
type Matcher = { readonly phrases: Phrases; readonly topics: Set<TopicId>; readonly sources: Set<SourceId> }

/** Words of a text that are looked at. */
const wordsMax = 20_000

/**
 * A matcher of all mutes in force at `nowMs`. Words match as whole words in order, in any script, whatever their case. A
 * muted source takes away the stories that it alone reports; others keep their other outlets. Compiling is O(mutes), once
 * for a list until the next of its mutes lifts; matching is O(words of the subject), however many mutes there are.
 */
export function compileMutes(mutes: readonly Mute[], nowMs: number): CompiledMutes {
  const known = compiledBefore.get(mutes)
  if (known !== undefined && known.fromMs <= nowMs && nowMs < known.untilMs) return known.compiled
  const compiled = compile(mutes.filter(({ untilMs }) => untilMs === undefined || untilMs > nowMs))
  const lifts = mutes.flatMap(({ untilMs }) => (untilMs !== undefined && untilMs > nowMs ? [untilMs] : []))
  const nextMs = lifts.reduce((first, each) => Math.min(first, each), Number.POSITIVE_INFINITY)
  compiledBefore.set(mutes, { compiled, fromMs: nowMs, untilMs: nextMs })
  return compiled
}

/** A reader's mutes stay the same list from page to page. */
const compiledBefore = new WeakMap<
  readonly Mute[],
  { readonly compiled: CompiledMutes; readonly fromMs: number; readonly untilMs: number }
>()

function compile(current: readonly Mute[]): CompiledMutes {
  const none = current.filter(({ strength }) => strength === 'none')
  const less = current.filter(({ strength }) => strength === 'less')
  const [noneMatcher, lessMatcher] = [matcherOf(none), matcherOf(less)]
  return {
    mutes: none.length > 0,
    lessens: less.length > 0,
    isMuted: (subject) => none.length > 0 && matches(noneMatcher, subject),
    countsAgainst: (subject) => (less.length > 0 ? matchCount(lessMatcher, subject) : 0),
    lessened: lessMatcher,
  }
}

function matcherOf(mutes: readonly Mute[]): Matcher {
  const matcher: Matcher = { phrases: { ends: false, next: new Map() }, topics: new Set(), sources: new Set() }
  for (const { what } of mutes) {
    if (what.kind === 'topic') matcher.topics.add(what.topicId)
    else if (what.kind === 'source') matcher.sources.add(what.sourceId)
    else addPhrase(matcher.phrases, foldWords(what.words))
  }
  return matcher
}

function addPhrase(phrases: Phrases, words: readonly string[]): void {
  if (words.length === 0) return
  let at = phrases
  for (const word of words) {
    const next: Phrases = at.next.get(word) ?? { ends: false, next: new Map() }
    at.next.set(word, next)
    at = next
  }
  at.ends = true
}

function matches(matcher: Matcher, subject: MuteSubject): boolean {
  const { topics, sources } = matcher
  if (topics.size > 0 && subject.topics.some(({ id }) => topics.has(id))) return true
  if (sources.size > 0 && subject.sourceIds.length > 0 && subject.sourceIds.every((id) => sources.has(id))) return true
  return matchesWords(matcher, subject)
}

function matchCount(matcher: Matcher, subject: MuteSubject): number {
  const { topics, sources } = matcher
  const about = topics.size === 0 ? 0 : new Set(subject.topics.flatMap(({ id }) => (topics.has(id) ? [id] : []))).size
  const outlets = sources.size === 0 ? 0 : subject.sourceIds.filter((id) => sources.has(id)).length
  return about + outlets / Math.max(1, subject.sourceIds.length) + Number(matchesWords(matcher, subject))
}

function matchesWords({ phrases }: Matcher, subject: MuteSubject): boolean {
  if (phrases.next.size === 0) return false
  // Parts are matched one by one: a phrase never runs from the end of one into the next.
  if (holdsPhrase(phrases, subject.title)) return true
  if (subject.keyPoints?.some((point) => holdsPhrase(phrases, point)) === true) return true
  return subject.text !== undefined && holdsPhrase(phrases, subject.text)
}

function holdsPhrase(phrases: Phrases, text: string): boolean {
  const words = foldWords(text)
  const end = Math.min(words.length, wordsMax)
  for (let start = 0; start < end; start += 1) {
    let at = phrases.next.get(words[start] ?? '')
    for (let ahead = start + 1; at !== undefined && !at.ends; ahead += 1) at = at.next.get(words[ahead] ?? '')
    if (at !== undefined) return true
  }
  return false
}
