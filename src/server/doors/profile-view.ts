/** A profile as the API shows it: follows, mutes, dials, and what was learned, from what. */
import { isUuid } from '../../domain/derive-id.ts'
import type { SourceId } from '../../domain/ids.ts'
import type { Mute, Profile } from '../../domain/reader.ts'
import type { Database } from '../../platform/storage/database.ts'
import { interestOrigins } from '../../platform/storage/interest-origins.ts'
import type { FollowView, InterestView, MuteView, ProfileView } from '../api/contract.ts'
import type { Reader } from '../doors.ts'

const interestsMax = 60
/** Less than this has faded to nothing worth showing. */
const evidenceMin = 0.05

export async function profileView(
  db: Database,
  reader: Reader,
  known: {
    readonly profile: Profile
    readonly follows: readonly FollowView[]
    readonly sourceTitle: (id: SourceId) => string | undefined
  },
): Promise<ProfileView> {
  const { profile, follows, sourceTitle } = known
  const interests = interestsOf(profile, sourceTitle)
  const idsOf = (kind: 'topic' | 'source') => interests.filter((each) => each.kind === kind).map(({ id }) => id)
  const origins = await interestOrigins(db, reader.id, {
    topics: idsOf('topic'),
    sources: idsOf('source').filter(isUuid),
  })
  return {
    reader: { id: reader.id, name: reader.name },
    follows: [...follows],
    mutes: profile.mutes.map(muteView),
    dials: profile.dials,
    reads: [...(profile.reads ?? [])],
    learningPaused: profile.learningPaused,
    interests: interests.map((interest) => {
      const origin = origins.get(interest.id)
      if (origin === undefined) return interest
      return {
        ...interest,
        since: new Date(origin.sinceMs).toISOString(),
        from: origin.from.map(({ atMs, ...from }) => ({ ...from, at: new Date(atMs).toISOString() })),
      }
    }),
  }
}

export function muteIdOf({ what }: Mute): string {
  return `${what.kind}:${what.kind === 'topic' ? what.topicId : what.kind === 'source' ? what.sourceId : what.words}`
}

function muteView(mute: Mute): MuteView {
  const { what, strength, untilMs } = mute
  return {
    id: muteIdOf(mute),
    kind: what.kind,
    label: what.kind === 'words' ? what.words : what.label,
    strength,
    ...(untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() }),
  }
}

type Learned = { readonly label: string; readonly positive: number; readonly negative: number; readonly atMs: number }

function interestsOf(profile: Profile, sourceTitle: (id: SourceId) => string | undefined): InterestView[] {
  const view = (kind: 'topic' | 'source', id: string, interest: Learned): InterestView => {
    const evidence = interest.positive + interest.negative
    return {
      kind,
      id,
      label: interest.label,
      strength: (interest.positive - interest.negative) / (evidence + 2),
      evidence,
      at: new Date(interest.atMs).toISOString(),
      from: [],
    }
  }
  return [
    ...[...profile.topics].map(([id, interest]) => view('topic', id, interest)),
    ...[...profile.sources].map(([id, interest]) =>
      view('source', id, { ...interest, label: sourceTitle(id) ?? interest.label }),
    ),
  ]
    .filter(({ label, evidence }) => label !== '' && evidence > evidenceMin)
    .toSorted((a, b) => Math.abs(b.strength) - Math.abs(a.strength))
    .slice(0, interestsMax)
}
