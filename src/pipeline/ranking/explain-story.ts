/** Why a story is where it is for a reader: the rule that keeps it away, or what its score is made of. */
import type { Candidate, Page, Reason } from '../../domain/page.ts'
import type { Mute, Profile } from '../../domain/reader.ts'
import { compileMutes } from '../readers/mutes.ts'
import { type FeatureName, featureNames, priorWeights, type RankingWeights } from '../readers/prior-weights.ts'
import type { Background } from './background.ts'
import { readableBy } from './readable.ts'
import { reasonsFor, type SourceTitle } from './reasons.ts'
import { muteSubjectOf, sceneOf } from './scene.ts'
import { contributionOf, featuresOf, type ScoredCandidate, scoreCandidates } from './score-candidates.ts'
import { poolOf } from './story-columns.ts'

export type Explanation = {
  readonly verdict: 'on-page' | 'outranked' | 'crowded-out' | 'other-language' | 'muted' | 'hidden' | 'read'
  readonly text: string
  readonly place?: number
  readonly score: number
  /** The least score on the page. */
  readonly scoreNeeded?: number
  readonly mute?: Mute
  readonly reasons: readonly Reason[]
  readonly against: readonly { readonly feature: string; readonly text: string; readonly weight: number }[]
  readonly features: readonly {
    readonly feature: string
    readonly value: number
    readonly weight: number
    readonly contribution: number
  }[]
}

/** `page`: the reader's page of this moment. O(mutes + history · dimensions). */
export function explainStory(input: {
  readonly profile: Profile
  readonly candidate: Candidate
  readonly page: Page
  readonly background: Background
  readonly nowMs: number
  readonly weights?: RankingWeights
  readonly sourceTitle?: SourceTitle
}): Explanation | undefined {
  const { profile, candidate, page, background, nowMs, weights = priorWeights } = input
  const { columns, rows } = poolOf([candidate])
  const scene = sceneOf(profile, background, nowMs, columns)
  const [scored] = scoreCandidates(rows, scene, { weights })
  if (scored === undefined) return undefined
  const place = page.items.findIndex(({ storyId }) => storyId === candidate.story.id)
  const scoreNeeded = page.items.reduce((least, { score }) => Math.min(least, score), Number.POSITIVE_INFINITY)
  return {
    ...verdictOf(profile, scored, { place, scoreNeeded, nowMs }),
    ...(place === -1 ? {} : { place: place + 1 }),
    score: scored.score,
    ...(Number.isFinite(scoreNeeded) ? { scoreNeeded } : {}),
    reasons: page.items[place]?.reasons ?? reasonsFor(scored, scene, input.sourceTitle ?? (() => undefined)),
    against: againstOf(scored),
    features: featuresTold(scored),
  }
}

function verdictOf(
  profile: Profile,
  { candidate: { story }, score }: ScoredCandidate,
  { place, scoreNeeded, nowMs }: { readonly place: number; readonly scoreNeeded: number; readonly nowMs: number },
): Pick<Explanation, 'verdict' | 'text' | 'mute'> {
  if (place !== -1) return { verdict: 'on-page', text: `It is number ${place + 1} on your page.` }
  if (profile.hidden.has(story.id)) return { verdict: 'hidden', text: 'You hid it.' }
  if (readableBy(profile)?.(story) === false)
    return { verdict: 'other-language', text: 'It is in none of the languages that you chose to read.' }
  const subject = muteSubjectOf({ story })
  const mute = profile.mutes.find((each) => compileMutes([each], nowMs).isMuted(subject))
  if (mute !== undefined) return { verdict: 'muted', text: `You muted ${nameOf(mute)}.`, mute }
  const seen = profile.seen.get(story.id)
  if (seen?.opened === true && story.entryIds.length <= seen.entries)
    return { verdict: 'read', text: 'You read it, and no report has been added since.' }
  return score < scoreNeeded
    ? { verdict: 'outranked', text: 'Every story on the page is expected to be worth more to you.' }
    : {
        verdict: 'crowded-out',
        text: 'Stories like it, or of its outlet, have their part of the page already, or this page tried something else.',
      }
}

function nameOf({ what }: Mute): string {
  return what.kind === 'words' ? `“${what.words}”` : what.label
}

const againstWords: Partial<Record<FeatureName, string>> = {
  relevance: 'Unlike what you open',
  'nearest-opened': 'Close to what you wanted less of',
  'topic-affinity': 'About what you open less than others do',
  'entity-affinity': 'Names what you open less than others do',
  'source-affinity': 'From outlets that you pass over',
  novelty: 'You passed it over on an earlier page',
  language: 'In a language that you have opened nothing in',
  'counts-against': 'You asked for less of this',
}

function againstOf(scored: ScoredCandidate): Explanation['against'] {
  return featureNames
    .map((feature) => ({ feature, text: againstWords[feature] ?? feature, weight: contributionOf(scored, feature) }))
    .filter(({ weight }) => weight < 0)
    .sort((a, b) => a.weight - b.weight || (a.feature < b.feature ? -1 : 1))
}

function featuresTold(scored: ScoredCandidate): Explanation['features'] {
  const values = featuresOf(scored)
  return featureNames.flatMap((feature) => {
    const value = values[feature]
    const contribution = contributionOf(scored, feature)
    return value === 0 ? [] : [{ feature, value, weight: contribution / value, contribution }]
  })
}
