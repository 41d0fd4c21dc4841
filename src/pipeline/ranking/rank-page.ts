/**
 * One page for one reader, in four steps: candidates that may be shown → features and scores → rules and diversity →
 * reasons. Knows nothing of where stories, profiles and pages are kept.
 */
import { deriveId } from '../../domain/derive-id.ts'
import type { Candidate, Page, Scored } from '../../domain/page.ts'
import type { Profile } from '../../domain/reader.ts'
import { priorWeights, type RankingWeights } from '../readers/prior-weights.ts'
import { allowCandidates } from './allow-candidates.ts'
import { type Background, backgroundOf } from './background.ts'
import { chooseNewest, chooseStories } from './choose-stories.ts'
import { normalBelow } from './random.ts'
import { reasonsFor, type SourceTitle, timeReason } from './reasons.ts'
import { type Directions, type Scene, sceneOf } from './scene.ts'
import { featuresOf, type ScoredCandidate, scoreCandidates } from './score-candidates.ts'
import { type Pool, poolOf } from './story-columns.ts'

/** No item that was shown is logged as less likely than this, so that replay never divides by next to nothing. */
const propensityMin = 0.01

/**
 * A page of at most `size` stories. The same input gives the same page, in whatever order the candidates come. `seed`
 * decides what is explored: one seed per page. `background` is what the news at large is like, from the candidates
 * themselves where it is left out; give it when the candidates were picked for this reader. About 10 µs per candidate.
 */
export function rankPage(input: {
  readonly profile: Profile
  readonly candidates: readonly Candidate[]
  readonly nowMs: number
  readonly seed: string
  readonly size: number
  readonly weights?: RankingWeights
  readonly background?: Background
  /** What the reader opened, as `directionsOf` gives it, where it is known already. */
  readonly directions?: Directions
  /** The candidates, where they stand in columns already, each in one row. */
  readonly pool?: Pool
  readonly sourceTitle?: SourceTitle
}): Page {
  const { profile, nowMs, seed, size, weights = priorWeights } = input
  const { columns, rows } = input.pool ?? poolOf(input.candidates)
  const background = input.background ?? backgroundOf(rows.flatMap((row) => columns.candidate(row) ?? []))
  const scene = sceneOf(profile, background, nowMs, columns, input.directions)
  const allowed = allowCandidates(rows, scene)
  const scored = scoreCandidates(allowed, scene, { weights, seed })
  const { chronological } = profile.dials
  const chosen = chronological ? chooseNewest(scored, size) : chooseStories(scored, scene, size)
  const titleOf = input.sourceTitle ?? (() => undefined)
  const worst = chosen.reduce((least, { drawn }) => Math.min(least, drawn), Number.POSITIVE_INFINITY)
  return {
    id: deriveId('page', seed, String(nowMs)),
    madeAtMs: nowMs,
    model: chronological ? 'chronological' : weights.model,
    items: chosen.map((story) => presented(story, scene, chronological ? undefined : worst, titleOf)),
    leftOut: rows.length - allowed.length,
  }
}

/** `worst`: the lowest drawn score that made the page; absent where nothing was drawn. */
function presented(story: ScoredCandidate, scene: Scene, worst: number | undefined, titleOf: SourceTitle): Scored {
  return {
    storyId: story.candidate.story.id,
    score: story.score,
    features: featuresOf(story),
    reasons: worst === undefined ? [timeReason(story, scene)] : reasonsFor(story, scene, titleOf),
    propensity: worst === undefined ? 1 : propensityOf(story, worst),
  }
}

/** The chance that another draw of the weights had also brought the story over the page's threshold. */
function propensityOf({ score, deviation }: ScoredCandidate, worst: number): number {
  if (deviation === 0) return 1
  return Math.min(1, Math.max(propensityMin, normalBelow((score - worst) / deviation)))
}
