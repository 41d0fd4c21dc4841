import type { SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import type { Profile } from '../../domain/reader.ts'
import { foldName } from '../readers/fold-words.ts'
import { evidenceOf, fading, fadingByOpens, type Moment } from '../readers/interest.ts'
import { type CompiledMutes, compileMutes, type MuteSubject } from '../readers/mutes.ts'
import type { Background } from './background.ts'
import { innerProducts } from './similarities.ts'
import type { Met, StoryColumns } from './story-columns.ts'
import { type TopicStanding, topicStandingOf } from './topic-standing.ts'
import { addScaled, dot } from './vectors.ts'

/** Everything that features look at besides the candidate: made once for a page. */
export type Scene = Directions & {
  readonly nowMs: number
  readonly profile: Profile
  readonly background: Background
  readonly mutes: CompiledMutes
  readonly followedTopics: ReadonlySet<TopicId>
  readonly followedSources: ReadonlySet<SourceId>
  /** Names as `foldName` gives them. */
  readonly followedAuthors: ReadonlySet<string>
  readonly moment: Moment
  /** Opens that still count, faded. */
  readonly opens: number
  /** The stories to choose from. */
  readonly columns: StoryColumns
}

export type Directions = {
  /** Mean of what was opened, weighted by recency; absent when nothing was. */
  readonly taste: Direction | undefined
  /** The newest opened stories, newest first. */
  readonly opened: readonly (Direction & {
    readonly storyId: StoryId
    readonly title: string
    readonly weight: number
  })[]
}

/**
 * What candidates are compared with. The cosine of a candidate e with it, both about the centre c of the background, is
 * (e·vector - offset - [isStory] e·c) / (|e - c| length): a story's vector stands as the window holds it, not about the
 * centre, so that nothing is copied for each reader.
 */
type Direction = {
  readonly vector: Float32Array
  readonly isStory: boolean
  readonly offset: number
  readonly length: number
}

/** A candidate about to be scored, with its cosines, about the centre: with the taste, then with each opened story. */
export type Considered = {
  readonly candidate: Candidate
  /** Where it stands in the scene's columns. */
  readonly row: number
  readonly cosines: Float32Array
  /** Where in `cosines` this candidate's begin. */
  readonly at: number
  readonly standing: TopicStanding
  /** How the reader met it before. */
  readonly seen: Met | undefined
}

const hourMs = 3_600_000
/** Opened stories that each candidate is compared with one by one. */
const openedMax = 16
/** An opened story of which less is left than this is none to be compared with. */
const leftMin = 0.1

/** O(mutes the first time, then follows). */
export function sceneOf(
  profile: Profile,
  background: Background,
  nowMs: number,
  columns: StoryColumns,
  directions: Directions = directionsOf(profile, background.centre, nowMs),
): Scene {
  const moment = momentOf(profile, nowMs)
  return {
    nowMs,
    profile,
    background,
    mutes: compileMutes(profile.mutes, nowMs),
    followedTopics: new Set(profile.follows.flatMap((follow) => (follow.kind === 'topic' ? [follow.topicId] : []))),
    followedSources: new Set(profile.follows.flatMap((follow) => (follow.kind === 'source' ? [follow.sourceId] : []))),
    followedAuthors: new Set(
      profile.follows.flatMap((follow) => (follow.kind === 'author' ? [foldName(follow.name)] : [])),
    ),
    moment,
    opens: evidenceOf(profile.opens, moment).positive,
    ...directions,
    columns,
  }
}

/** Where a reader stands, for what fades. */
export function momentOf({ openCount = 0 }: Profile, nowMs: number): Moment {
  return { nowMs, opens: openCount }
}

/** What mutes look at of a candidate: its words, and its entities as topics. */
export function muteSubjectOf({ story }: Pick<Candidate, 'story'>): MuteSubject {
  // The topic of an entity is named after it: see TopicId.
  const entities = story.entities.map(({ id }) => ({ id: `entity:${id}` as TopicId }))
  return {
    title: story.headline,
    keyPoints: story.keyPoints,
    topics: entities.length === 0 ? story.topics : [...story.topics, ...entities],
    sourceIds: story.sourceIds,
  }
}

/**
 * Compares the stories in these rows of the scene's columns with all that was opened, once for all features.
 * O(rows · opened · dimensions).
 */
export function considerAll(rows: readonly number[], scene: Scene): Considered[] {
  const { columns, profile } = scene
  const { centre } = scene.background
  const compared = scene.taste === undefined ? scene.opened : [scene.taste, ...scene.opened]
  const directions = compared.map(({ vector }) => vector)
  if (compared.length > 0 && centre !== undefined) directions.push(centre)
  const cosines = innerProducts(
    rows.map((row) => columns.embedding(row)),
    directions,
  )
  const own = centre === undefined || directions.length === 0 ? 0 : dot(centre, centre)
  columns.beginNotes()
  columns.markReader(profile)
  const considered: Considered[] = []
  for (const [place, row] of rows.entries()) {
    const at = place * directions.length
    const candidate = columns.candidate(row)
    if (candidate === undefined) continue
    considered.push({
      candidate,
      row,
      cosines,
      at,
      standing: topicStandingOf(row, scene),
      seen: columns.metBefore(row),
    })
    if (columns.embedding(row) === undefined || directions.length === 0) continue
    const along = centre === undefined ? 0 : (cosines[at + compared.length] ?? 0)
    const length = Math.sqrt(Math.max(0, columns.square(row) - 2 * along + own))
    for (let nth = 0; nth < compared.length; nth += 1) {
      const direction = compared[nth]
      if (direction === undefined) continue
      const from = direction.offset + (direction.isStory ? along : 0)
      cosines[at + nth] = length === 0 ? 0 : ((cosines[at + nth] ?? 0) - from) / (length * direction.length)
    }
  }
  return considered
}

/** How far a candidate lies in the direction of the reader's taste: about [-0.3, 0.3], 0 when nothing is known. */
export function alongTaste({ cosines, at }: Pick<Considered, 'cosines' | 'at'>, { taste }: Scene): number {
  return taste === undefined ? 0 : (cosines[at] ?? 0)
}

/** The cosine of a candidate with an opened story of the scene, by its place. */
export function alongOpened(
  { cosines, at }: Pick<Considered, 'cosines' | 'at'>,
  { taste }: Scene,
  place: number,
): number {
  return cosines[at + (taste === undefined ? 0 : 1) + place] ?? 0
}

/** What a reader opened, as directions from the centre of the news, faded as of the hour. O(history · dimensions). */
export function directionsOf(
  { history, openCount = 0 }: Profile,
  centre: Float32Array | undefined,
  nowMs: number,
): Directions {
  const hourlyMs = Math.floor(nowMs / hourMs) * hourMs
  const opened: Directions['opened'][number][] = []
  let sum: Float32Array | undefined
  let centres = 0
  let total = 0
  const centreOwn = centre === undefined ? 0 : dot(centre, centre)
  for (let place = history.length - 1; place >= 0; place -= 1) {
    const one = history[place]
    if (one?.embedding === undefined) continue
    const { embedding, storyId, title } = one
    const left = fadingByOpens(one.atOpens ?? openCount, openCount)
    const weight = one.weight * fading(one.atMs, hourlyMs) * left
    const along = centre === undefined ? 0 : dot(embedding, centre)
    const length = Math.sqrt(Math.max(0, dot(embedding, embedding) - 2 * along + centreOwn))
    if (length === 0) continue
    sum ??= new Float32Array(embedding.length)
    addScaled(sum, embedding, weight / length)
    centres += weight / length
    total += Math.abs(weight)
    if (opened.length < openedMax && left > leftMin)
      opened.push({ storyId, title, weight, vector: embedding, isStory: true, offset: along - centreOwn, length })
  }
  if (sum === undefined || total === 0) return { taste: undefined, opened }
  if (centre !== undefined) addScaled(sum, centre, -centres)
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) / total
  const offset = centre === undefined ? 0 : dot(sum, centre)
  return { taste: { vector: sum, isStory: false, offset, length: 1 }, opened }
}
