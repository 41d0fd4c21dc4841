import type { SourceId, TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import type { Interest, Profile } from '../../domain/reader.ts'
import { fading } from '../readers/interest.ts'
import { type CompiledMutes, compileMutes, type MuteSubject } from '../readers/mutes.ts'
import type { Background } from './background.ts'
import { addScaled, dot } from './vectors.ts'

/** Everything that features look at besides the candidate: made once for a page. */
export type Scene = {
  readonly nowMs: number
  readonly profile: Profile
  readonly background: Background
  readonly mutes: CompiledMutes
  readonly followedTopics: ReadonlySet<TopicId>
  readonly followedSources: ReadonlySet<SourceId>
  /** Opens that still count, faded. */
  readonly opens: number
  /** Mean of what was opened, weighted by recency; absent when nothing was. */
  readonly taste: Direction | undefined
  /** The newest opened stories, newest first. */
  readonly opened: readonly (Direction & { readonly title: string; readonly weight: number })[]
}

/** A vector about the background's centre, and the inner product of both, which centres whatever it is compared with. */
type Direction = { readonly vector: Float32Array; readonly offset: number }

/** A candidate about to be scored: `length` is that of its centred vector, 0 when it has none. */
export type Considered = { readonly candidate: Candidate; readonly length: number }

/** Opened stories that each candidate is compared with one by one. */
const openedMax = 16

/** O(mutes + history · dimensions). */
export function sceneOf(profile: Profile, background: Background, nowMs: number): Scene {
  const opened = openedDirections(profile, background.centre, nowMs)
  return {
    nowMs,
    profile,
    background,
    mutes: compileMutes(profile.mutes, nowMs),
    followedTopics: new Set(profile.follows.flatMap((follow) => (follow.kind === 'topic' ? [follow.topicId] : []))),
    followedSources: new Set(profile.follows.flatMap((follow) => (follow.kind === 'source' ? [follow.sourceId] : []))),
    opens: evidenceOf(profile.opens, nowMs).positive,
    taste: tasteOf(opened, background.centre),
    opened: opened.slice(0, openedMax),
  }
}

/** An interest's evidence as it counts now. */
export function evidenceOf(
  interest: Interest | undefined,
  nowMs: number,
): { readonly positive: number; readonly negative: number } {
  if (interest === undefined) return { positive: 0, negative: 0 }
  const left = fading(interest.atMs, nowMs)
  return { positive: interest.positive * left, negative: interest.negative * left }
}

/** What mutes look at of a candidate: its words, and its entities as topics. */
export function muteSubjectOf({ story }: Candidate): MuteSubject {
  // The topic of an entity is named after it: see TopicId.
  const entities = story.entities.map(({ id }) => ({ id: `entity:${id}` as TopicId }))
  return {
    title: story.headline,
    keyPoints: story.keyPoints,
    topics: entities.length === 0 ? story.topics : [...story.topics, ...entities],
    sourceIds: story.sourceIds,
  }
}

/** Measures a candidate's vector once for all features that compare it. O(dimensions). */
export function consider(candidate: Candidate, { background: { centre } }: Scene): Considered {
  const { embedding } = candidate
  if (embedding === undefined) return { candidate, length: 0 }
  const own = dot(embedding, embedding)
  const squares = centre === undefined ? own : own - 2 * dot(embedding, centre) + dot(centre, centre)
  return { candidate, length: Math.sqrt(Math.max(squares, 0)) }
}

/** How far a candidate lies in a direction from the centre: the cosine, when the direction has length 1. O(dimensions). */
export function alongside({ candidate: { embedding }, length }: Considered, { vector, offset }: Direction): number {
  return embedding === undefined || length === 0 ? 0 : (dot(embedding, vector) - offset) / length
}

function openedDirections(profile: Profile, centre: Float32Array | undefined, nowMs: number): Scene['opened'] {
  return profile.history
    .flatMap(({ embedding, title, weight, atMs }) => {
      if (embedding === undefined) return []
      const vector = centred(embedding, centre)
      return [{ title, weight: weight * fading(atMs, nowMs), vector, offset: offsetOf(vector, centre) }]
    })
    .reverse()
}

function centred(embedding: Float32Array, centre: Float32Array | undefined): Float32Array {
  const vector = Float32Array.from(embedding)
  if (centre !== undefined) addScaled(vector, centre, -1)
  const length = Math.sqrt(dot(vector, vector))
  if (length > 0) for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) / length
  return vector
}

function offsetOf(vector: Float32Array, centre: Float32Array | undefined): number {
  return centre === undefined ? 0 : dot(vector, centre)
}

function tasteOf(opened: Scene['opened'], centre: Float32Array | undefined): Direction | undefined {
  const [first] = opened
  const total = opened.reduce((sum, { weight }) => sum + Math.abs(weight), 0)
  if (first === undefined || total === 0) return undefined
  const vector = new Float32Array(first.vector.length)
  for (const each of opened) addScaled(vector, each.vector, each.weight / total)
  return { vector, offset: offsetOf(vector, centre) }
}
