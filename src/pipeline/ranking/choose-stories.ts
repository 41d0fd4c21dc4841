/**
 * Rules and diversity: which of the scored stories make the page, and in which order. One story at a time, the best that
 * is left, where an outlet that filled its part waits and a subject that has more than its part loses.
 */
import type { SourceId, StoryId } from '../../domain/ids.ts'
import { evidenceOf } from '../readers/interest.ts'
import { smoothedShare } from './background.ts'
import type { Scene } from './scene.ts'
import type { ScoredCandidate } from './score-candidates.ts'

/** Part of a page that one outlet's own stories may take while others have something to show. */
const sourceShareMax = 0.15
/**
 * Part of a page kept for what is important to everyone, with the dial half way; none when it is all personal. The same
 * stories for all readers: what the whole town speaks of is on every page.
 */
const importantShare = 0.2
/** What counts as important to everyone. */
const importanceMin = 0.3
const dayMs = 86_400_000
/** Score that a story loses for each whole page's share that its subject has too much of. */
const mixStrength = 6
/** Half of the mix is what the reader opens, half is what the news holds: see Steck, "Calibrated recommendations" (2018). */
const readerShare = 0.5
/** A subject may go beyond its part by so much before it loses. */
const mixSlack = 0.1

type Chosen = {
  readonly stories: ScoredCandidate[]
  readonly taken: Set<StoryId>
  readonly bySource: Map<SourceId, number>
  /** By the subject's number. */
  readonly bySubject: Map<number, number>
}

/** At most `size` stories, in page order. O(size · candidates). */
export function chooseStories(scored: readonly ScoredCandidate[], scene: Scene, size: number): ScoredCandidate[] {
  const chosen: Chosen = { stories: [], taken: new Set(), bySource: new Map(), bySubject: new Map() }
  const sourceMax = Math.max(1, Math.ceil(size * sourceShareMax))
  const { columns } = scene
  const subjectOf = ({ row }: ScoredCandidate): number => columns.subject(row)
  const allowed = mixOf(scored.map(subjectOf), scene)
  const reserved = Math.round(size * importantShare * 2 * (1 - scene.profile.dials.importantPersonal))
  const leads = leadsOf(scored, scene, reserved)
  const every = reserved === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(size / reserved))
  // Best first: once a story's score alone is below the best found, no later one can win, since mixing only takes away.
  const ranked = [...scored].sort((a, b) => b.drawn - a.drawn || byId(a, b))
  let first = 0
  while (chosen.stories.length < Math.min(size, scored.length)) {
    while (chosen.taken.has(ranked[first]?.candidate.story.id ?? noStory)) first += 1
    const place = chosen.stories.length
    const left = leads.filter(({ candidate }) => !chosen.taken.has(candidate.story.id))
    const due = (place + 1) % every === 0 && leads.length - left.length < Math.floor((place + 1) / every)
    const next =
      (due ? left.find((story) => isFree(story, chosen, sourceMax)) : undefined) ??
      bestOf(
        ranked,
        first,
        (story) => isFree(story, chosen, sourceMax),
        (story) => story.drawn - surplus(subjectOf(story), chosen, allowed, size),
      ) ??
      // Every outlet left has its part already: a full page is worth more than an even one.
      ranked.find(({ candidate }) => !chosen.taken.has(candidate.story.id))
    if (next === undefined) break
    take(next, subjectOf(next), chosen)
  }
  return chosen.stories
}

/** Newest first, nothing weighed. */
export function chooseNewest(scored: readonly ScoredCandidate[], size: number): ScoredCandidate[] {
  return [...scored]
    .sort((a, b) => b.candidate.story.latestAtMs - a.candidate.story.latestAtMs || byId(a, b))
    .slice(0, size)
}

/** All of them, by score. */
export function byScore(scored: readonly ScoredCandidate[]): ScoredCandidate[] {
  return [...scored].sort((a, b) => b.score - a.score || byId(a, b))
}

// No story has an empty id; the lookup needs some id where the list has ended.
const noStory = '' as StoryId

function byId(a: ScoredCandidate, b: ScoredCandidate): number {
  return a.candidate.story.id < b.candidate.story.id ? -1 : 1
}

function bestOf(
  ranked: readonly ScoredCandidate[],
  first: number,
  may: (story: ScoredCandidate) => boolean,
  worth: (story: ScoredCandidate) => number,
): ScoredCandidate | undefined {
  let best: ScoredCandidate | undefined
  let most = Number.NEGATIVE_INFINITY
  for (let at = first; at < ranked.length; at += 1) {
    const story = ranked[at]
    if (story === undefined || story.drawn <= most) break
    if (!may(story)) continue
    const value = worth(story)
    if (value > most) {
      best = story
      most = value
    }
  }
  return best
}

function isFree({ candidate: { story } }: ScoredCandidate, { taken, bySource }: Chosen, sourceMax: number): boolean {
  if (taken.has(story.id)) return false
  const own = ownSource(story.sourceIds)
  return own === undefined || (bySource.get(own) ?? 0) < sourceMax
}

/** The outlet a story belongs to; what several outlets report belongs to none. */
function ownSource(sourceIds: readonly SourceId[]): SourceId | undefined {
  return sourceIds.length === 1 ? sourceIds[0] : undefined
}

function take(story: ScoredCandidate, subject: number, chosen: Chosen): void {
  chosen.stories.push(story)
  chosen.taken.add(story.candidate.story.id)
  const source = ownSource(story.candidate.story.sourceIds)
  if (source !== undefined) chosen.bySource.set(source, (chosen.bySource.get(source) ?? 0) + 1)
  chosen.bySubject.set(subject, (chosen.bySubject.get(subject) ?? 0) + 1)
}

/**
 * The stories that everybody's page holds, whatever they love, as long as they have not met them: the most covered of the
 * day, then the most important. At most `count`.
 */
function leadsOf(scored: readonly ScoredCandidate[], scene: Scene, count: number): ScoredCandidate[] {
  if (count === 0) return []
  const { columns } = scene
  const unmet = scored.filter(({ seen }) => seen === undefined)
  const important = unmet
    .filter(({ row }) => columns.importance(row) >= importanceMin)
    .sort((a, b) => columns.importance(b.row) - columns.importance(a.row) || byId(a, b))
  const covered = mostCovered(unmet, scene)
  return [...(covered === undefined ? [] : [covered]), ...important.filter((story) => story !== covered)].slice(
    0,
    count,
  )
}

/** Of the stories that moved within a day, the one that most outlets report; of several, the most important. */
function mostCovered(scored: readonly ScoredCandidate[], { nowMs, columns }: Scene): ScoredCandidate | undefined {
  let most: ScoredCandidate | undefined
  for (const story of scored) {
    const outlets = columns.sourcesLength(story.row)
    if (outlets < 2 || !(nowMs - columns.latestAtMs(story.row) <= dayMs)) continue
    const more =
      most === undefined
        ? 1
        : outlets - columns.sourcesLength(most.row) || columns.importance(story.row) - columns.importance(most.row)
    if (more > 0 || (more === 0 && most !== undefined && byId(story, most) < 0)) most = story
  }
  return most
}

/** The part of the page that each subject may take without losing. `subjects`: numbers, below 0 of what is about none. */
function mixOf(subjects: readonly number[], scene: Scene): Map<number, number> {
  const counts = new Map<number, number>()
  for (const subject of subjects) if (subject >= 0) counts.set(subject, (counts.get(subject) ?? 0) + 1)
  const { profile, opens, moment, followedTopics, columns } = scene
  const allowed = new Map<number, number>()
  for (const [subject, count] of counts) {
    const id = columns.topicOf(subject)
    if (id === undefined) continue
    const usual = smoothedShare(count, subjects.length)
    const { positive } = evidenceOf(profile.topics.get(id), moment)
    const own = followedTopics.has(id) ? 1 : (positive + usual) / (opens + 1)
    allowed.set(subject, readerShare * Math.min(1, own) + (1 - readerShare) * usual + mixSlack)
  }
  return allowed
}

function surplus(subject: number, { bySubject }: Chosen, allowed: ReadonlyMap<number, number>, size: number): number {
  if (subject < 0) return 0
  return mixStrength * Math.max(0, ((bySubject.get(subject) ?? 0) + 1) / size - (allowed.get(subject) ?? 0))
}
