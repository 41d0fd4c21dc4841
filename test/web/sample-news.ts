/** Invented news for tests of the server and its pages: places, people and outlets that do not exist. */
import type { ReasonView, SourceRef, StoryCard, TopicRef } from '../../src/server/api/contract.ts'

/** Monday, 23 November 2026, 9:42 in UTC: every age in the sample counts from here. */
export const sampleNowMs = Date.UTC(2026, 10, 23, 9, 42)

export const outlets = {
  meridian: { id: 'src-meridian', name: 'Meridian' },
  harbour: { id: 'src-harbour', name: 'Harbour Press' },
  tidings: { id: 'src-tidings', name: 'Tidings' },
  kurier: { id: 'src-kurier', name: 'Kurier der Küste' },
  lowland: { id: 'src-lowland', name: 'Lowland Courier' },
  saba: { id: 'src-saba', name: 'صحيفة الميناء' },
  tarsh: { id: 'src-tarsh', name: 'The Tarsh Weekly' },
  velo: { id: 'src-velo', name: 'Vélo du Matin' },
} as const satisfies Record<string, SourceRef>

export const topics = {
  strait: { id: 'relation:country:AR|country:VE', label: 'Arden–Veyra relations', kind: 'relation', followed: true },
  harbours: { id: 'medtop:20000347', label: 'Harbour cities', kind: 'subject', followed: true },
  medicine: { id: 'medtop:07000000', label: 'Medicine', kind: 'subject', followed: true },
  cycling: { id: 'medtop:20000873', label: 'Cycling', kind: 'subject', followed: false },
  language: { id: 'medtop:20000741', label: 'Language', kind: 'subject', followed: false },
  corran: { id: 'entity:place:strait-of-corran', label: 'Strait of Corran', kind: 'entity', followed: false },
  insurance: { id: 'medtop:20000262', label: 'Freight insurance', kind: 'subject', followed: false },
  sabel: { id: 'entity:person:oriane-sabel', label: 'Oriane Sabel', kind: 'entity', followed: true },
} as const satisfies Record<string, TopicRef>

/** `minutes` before the sample's now, as ISO 8601. */
export function ago(minutes: number): string {
  return new Date(sampleNowMs - minutes * 60_000).toISOString()
}

type Seed = Partial<StoryCard> & Pick<StoryCard, 'id' | 'headline'> & { readonly minutes: number }

function card({ minutes, ...seed }: Seed): StoryCard {
  return {
    language: 'en',
    developing: false,
    reasons: [],
    sources: [outlets.harbour],
    sourceCount: seed.sources?.length ?? 1,
    entryCount: seed.sources?.length ?? 1,
    pulse: [],
    pulseNew: 0,
    firstAt: ago(minutes + 600),
    latestAt: ago(minutes),
    saved: false,
    opened: false,
    ...seed,
  }
}

function picture(number: number) {
  return { url: `https://pictures.example/${number}.png`, width: 480, height: 300 }
}

function follows(topic: TopicRef, weight: number): ReasonView {
  return {
    feature: 'follow',
    text: `You follow ${topic.label}`,
    weight,
    control: { kind: 'unfollow', topicId: topic.id, label: topic.label },
  }
}

export const sampleStories: readonly StoryCard[] = [
  card({
    id: 'strait',
    minutes: 18,
    headline: 'Arden and Veyra agree to reopen the strait to freight after eleven weeks',
    topic: topics.strait,
    developing: true,
    image: {
      ...picture(1),
      caption: 'A pilot boat waits off Corran Light.',
      credit: 'Ines Valdry / Harbour Press',
    },
    keyPoint:
      'Ships may pass from Thursday under joint inspection. Insurers say rates will fall only once the first convoys are through.',
    reasons: [
      follows(topics.strait, 1.4),
      {
        feature: 'importance',
        text: '14 sources report it',
        weight: 0.8,
        control: { kind: 'dial', dial: 'importantPersonal', towards: 1 },
      },
    ],
    part: 'followed',
    sources: [outlets.meridian, outlets.harbour, outlets.tidings, outlets.kurier],
    sourceCount: 14,
    entryCount: 23,
    pulse: [1, 2, 1, 3, 5, 9, 11, 7, 10],
    pulseNew: 3,
    score: 2.31,
  }),
  card({
    id: 'terminal',
    minutes: 64,
    headline: 'Port Lisle council votes to move the container terminal, ending a nine-year quarrel',
    topic: topics.harbours,
    image: picture(2),
    keyPoint: 'The old basin becomes housing for 6,000 people; the union wants the crane drivers retrained first.',
    reasons: [
      follows(topics.harbours, 1.1),
      {
        feature: 'relevance',
        text: 'You finished 4 stories about ports this week',
        weight: 0.7,
        control: { kind: 'less-topic', topicId: topics.harbours.id, label: topics.harbours.label },
      },
      {
        feature: 'novelty',
        text: 'New since you last read it: the vote',
        weight: 0.4,
        control: { kind: 'less-story', storyId: 'terminal' },
      },
      {
        feature: 'source-affinity',
        text: 'You skip Lowland Courier more often than not',
        weight: -0.2,
        control: { kind: 'mute-source', sourceId: outlets.lowland.id, label: outlets.lowland.name },
      },
    ],
    part: 'followed',
    sources: [outlets.lowland, outlets.harbour, outlets.tidings],
    sourceCount: 6,
    entryCount: 8,
    pulse: [0, 1, 1, 2, 5, 6, 4, 3, 3],
    pulseNew: 3,
    saved: true,
  }),
  card({
    id: 'fever',
    minutes: 190,
    headline: 'One injection a year protects against river fever in the largest trial so far',
    topic: topics.medicine,
    keyPoint: 'Of 21,000 people in three countries, 94 in 100 were protected for at least ten months.',
    reasons: [{ feature: 'importance', text: 'Important now: 9 sources in six hours', weight: 0.9 }],
    part: 'important',
    sources: [outlets.saba, outlets.meridian, outlets.tidings],
    sourceCount: 9,
    entryCount: 11,
    pulse: [5, 8, 9, 7, 5, 3, 2, 2, 1],
  }),
  card({
    id: 'stage',
    minutes: 245,
    headline: 'Oriane Sabel wins the mountain stage by four minutes and takes the leader’s jersey',
    topic: topics.cycling,
    image: picture(4),
    reasons: [{ feature: 'relevance', text: 'Because you opened “The climb that decides it”', weight: 0.6 }],
    part: 'learned',
    sources: [outlets.velo, outlets.tidings],
    sourceCount: 3,
    entryCount: 3,
    pulse: [0, 0, 1, 3, 5, 4, 2, 1, 0],
  }),
  card({
    id: 'mina',
    minutes: 300,
    headline: 'ميناء ليل ينقل محطة الحاويات بعد خلاف دام تسع سنوات',
    language: 'ar',
    topic: topics.harbours,
    image: picture(5),
    keyPoint: 'يصبح الحوض القديم مساكن لستة آلاف شخص، وتطالب النقابة بتدريب عمال الرافعات أولا.',
    reasons: [follows(topics.harbours, 0.8)],
    part: 'followed',
    sources: [outlets.saba],
    entryId: 'mina-1',
    opened: true,
  }),
  card({
    id: 'tarsh',
    minutes: 1500,
    headline: 'The last speaker of Old Tarsh has recorded four hundred songs for those who come after',
    topic: topics.language,
    image: picture(6),
    keyPoint: 'A weekly essay on a language of which one voice is left, and on the four hundred songs it kept.',
    reasons: [{ feature: 'rarity', text: 'Rare: The Tarsh Weekly, from your sources', weight: 0.5 }],
    part: 'explore',
    sources: [outlets.tarsh],
    entryId: 'tarsh-1',
    pulse: [0, 0, 1],
  }),
  card({
    id: 'gesetz',
    minutes: 2900,
    headline:
      'Küstenschutzfinanzierungsvereinbarungsgesetz: Der Landtag streitet über Deiche, Geld und das längste Wort des Jahres',
    language: 'de',
    reasons: [{ feature: 'exploration', text: 'To explore: outside of what you usually read', weight: 0.2 }],
    part: 'explore',
    sources: [outlets.kurier],
    entryId: 'gesetz-1',
  }),
]

export const samplePlaces = [
  { id: 'entity:country:ZM', label: 'Zambia' },
  { id: 'entity:country:AT', label: 'Austria' },
]

/** Topics, and countries that no article has named. */
export const followable: readonly { readonly id: string; readonly label: string }[] = [
  ...Object.values(topics),
  ...samplePlaces,
]
