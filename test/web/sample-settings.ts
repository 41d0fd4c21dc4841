/** What is known of the sample's reader, and set by them, in memory. */
import type { Doors } from '../../src/server/doors.ts'
import { ago, outlets, sampleStories, topics } from './sample-news.ts'
import { followViews, type SampleState } from './sample-state.ts'

type SettingDoors = Pick<
  Doors,
  | 'following'
  | 'profile'
  | 'exportReader'
  | 'setDials'
  | 'setReads'
  | 'pauseLearning'
  | 'forget'
  | 'why'
  | 'importHistory'
  | 'erase'
>

export function settingDoors(state: SampleState): SettingDoors {
  return {
    following: async () => followViews(state),
    profile: async ({ id, name }) => ({
      reader: { id, name },
      follows: followViews(state),
      mutes: [...state.mutes],
      dials: { ...state.dials },
      reads: [...state.reads],
      learningPaused: state.learningPaused,
      interests: [
        {
          kind: 'topic',
          id: topics.harbours.id,
          label: 'Harbour cities',
          strength: 0.8,
          evidence: 12,
          at: ago(64),
          since: ago(9000),
          from: [
            { kind: 'finished', storyId: 'strait', headline: 'Ferry talks resume in Port Isle', at: ago(64) },
            { kind: 'more', at: ago(900) },
          ],
        },
        {
          kind: 'topic',
          id: topics.cycling.id,
          label: 'Cycling',
          strength: 0.35,
          evidence: 4,
          at: ago(1500),
          from: [],
        },
        {
          kind: 'source',
          id: outlets.lowland.id,
          label: 'Lowland Courier',
          strength: -0.4,
          evidence: 7,
          at: ago(4000),
          from: [],
        },
      ],
    }),
    exportReader: async ({ name }) => ({ reader: name, signals: state.signals }),
    setDials: async (_reader, dials) => {
      state.dials = dials
    },
    setReads: async (_reader, languages) => {
      state.reads = languages
    },
    pauseLearning: async (_reader, paused) => {
      state.learningPaused = paused
    },
    forget: async () => undefined,
    why: async (_reader, id) =>
      sampleStories.every((story) => story.id !== id)
        ? undefined
        : {
            storyId: id,
            verdict: 'outranked',
            text: 'Every story on the page is expected to be worth more to you.',
            score: 1.2,
            scoreNeeded: 2.5,
            reasons: [{ feature: 'freshness', text: 'New: 2 hours ago', weight: 1.2 }],
            against: [{ feature: 'counts-against', text: 'You asked for less of this', weight: -4 }],
            features: [{ feature: 'freshness', value: 0.8, weight: 1.5, contribution: 1.2 }],
          },
    importHistory: async () => ({ followed: 2, saved: 0, understood: 0, passedOver: 0 }),
    erase: async (_reader, what) => {
      state.signals.splice(0)
      if (what === 'everything') state.mutes.splice(0)
    },
  }
}
