import type { StoryId } from '../../domain/ids.ts'
import type { Candidate, Reason } from '../../domain/page.ts'
import type { Profile } from '../../domain/reader.ts'
import { priorWeights, type RankingWeights } from '../readers/prior-weights.ts'
import { allowCandidates } from './allow-candidates.ts'
import { backgroundOf } from './background.ts'
import { byScore } from './choose-stories.ts'
import { reasonsFor } from './reasons.ts'
import { sceneOf } from './scene.ts'
import { scoreCandidates } from './score-candidates.ts'
import { poolOf } from './story-columns.ts'

/**
 * All candidates that may be shown, best first by the expected score: the model alone, without exploring, and without the
 * rules that make a page of it. For comparing rankers.
 */
export function orderCandidates(input: {
  readonly profile: Profile
  readonly candidates: readonly Candidate[]
  readonly nowMs: number
  readonly weights?: RankingWeights
}): { readonly storyId: StoryId; readonly score: number; readonly reasons: readonly Reason[] }[] {
  const { weights = priorWeights } = input
  const { columns, rows } = poolOf(input.candidates)
  const background = backgroundOf(rows.flatMap((row) => columns.candidate(row) ?? []))
  const scene = sceneOf(input.profile, background, input.nowMs, columns)
  const scored = scoreCandidates(allowCandidates(rows, scene), scene, { weights })
  return byScore(scored).map((story) => ({
    storyId: story.candidate.story.id,
    score: story.score,
    reasons: reasonsFor(story, scene, () => undefined),
  }))
}
