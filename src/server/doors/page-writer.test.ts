import { expect, it } from 'vitest'
import type { EntryId, SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Page, Scored } from '../../domain/page.ts'
import type { StoredStory } from '../../platform/storage/story-cards.ts'
import { pageSchema } from '../api/contract.ts'
import { proxiedCards } from '../media/proxied.ts'
import { createMediaSigner } from '../media/signer.ts'
import { type MadePage, type PageContext, pageView } from './make-page.ts'
import { PageWriter } from './page-writer.ts'

const nowMs = Date.UTC(2026, 2, 1)
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const idOf = (n: number): StoryId => `00000000-0000-8000-8000-00000000000${n}` as StoryId
const topicId = 'medtop:15000000' as TopicId

const storyOf = (n: number, more: Partial<StoredStory['story']> = {}): StoredStory => ({
  story: {
    id: idOf(n),
    headline: `Ferry ${n} sails — عبّارة “\u2028”`,
    language: 'en',
    entryIds: [],
    sourceIds: [`${n}` as SourceId],
    firstAtMs: nowMs - 3_600_000,
    latestAtMs: nowMs - 60_000,
    keyPoints: [],
    topics: [{ id: topicId, label: 'Sport', kind: 'subject', score: 0.9 }],
    entities: [],
    importance: 0.4,
    ...more,
  },
  reports: Array.from({ length: n }, (_, at) => ({
    entryId: `${n}-${at}` as EntryId,
    sourceId: `${at}` as SourceId,
    sourceTitle: `Outlet ${at}`,
    atMs: nowMs - 3_600_000 + at,
    authors: [],
    ...(at === 1 ? { copyOf: `${n}-0` as EntryId } : {}),
  })),
})

const itemOf = (n: number): Scored => ({
  storyId: idOf(n),
  score: 1 / n,
  features: {},
  reasons: [
    { feature: 'follow', text: 'You follow Sport', about: { name: 'Sport' }, weight: 1.5 / n },
    {
      feature: 'importance',
      text: '3 sources report it',
      weight: 0.25,
      control: { kind: 'less-story', storyId: idOf(n) },
    },
  ],
  propensity: 1,
})

it('writes what the schema makes of the view, for one reader and the next', () => {
  const image = { url: 'https://outlet.example/a.jpg', width: 10, caption: 'The ferry', unnamed: 'not of the contract' }
  const stories = [
    storyOf(1, { leadImage: image, keyPoints: ['It sails at noon.'] }),
    storyOf(2, { leadImage: { url: 'data:image/png;base64,AA==' } }),
    storyOf(3),
  ]
  const page: Page = { id: 'p', madeAtMs: nowMs, model: 'test', items: [1, 2, 3, 4].map(itemOf), leftOut: 0 }
  const made: MadePage = {
    page,
    background: { topicShare: () => 0.1, centre: undefined, popularityMax: 0 },
    stories: new Map(stories.map((stored) => [stored.story.id, stored])),
    of: 9,
  }
  const dials = { importantPersonal: 0.5, familiarExploring: 0.3, freshLasting: 0.5, chronological: false }
  const contextOf = (card: Partial<PageContext['card']>): PageContext => ({
    card: { nowMs, followed: new Set(), saved: new Set(), seen: new Map(), said: new Map(), ...card },
    // Nothing else of a profile is shown.
    profile: { dials } as PageContext['profile'],
    sourcesPending: 2,
  })
  const media = createMediaSigner(new Uint8Array(32))
  const writer = new PageWriter(media)
  const readers = [
    contextOf({}),
    contextOf({
      followed: new Set([topicId]),
      saved: new Set([idOf(1)]),
      seen: new Map([[idOf(3), { atMs: nowMs - 3_000_000, opened: true }]]),
      said: new Map([[idOf(2), 'less']]),
    }),
  ]
  for (const context of readers) {
    const view = pageSchema.parse(proxiedCards(media, pageView(made, context)))
    expect(JSON.parse(textOf(writer.page(made, context)))).toEqual(JSON.parse(JSON.stringify(view)))
  }
  expect(textOf(writer.page({ ...made, page: { ...page, items: [] } }, contextOf({})))).toContain('"stories":[]')
})
