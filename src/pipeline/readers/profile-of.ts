import type { StoryId } from '../../domain/ids.ts'
import type { Dials, Follow, Mute, Profile, Signal } from '../../domain/reader.ts'
import { draftOf, finish, note, type SignalStory } from './apply-signal.ts'
import { defaultDials, emptyProfile } from './profile.ts'

/**
 * The profile that a set of signals makes. Order and repetition of signals change nothing: they are folded by time, then
 * id, each id once. Signals sent while learning was paused must not be among them, `hidden` and `seen` aside. O(n log n).
 */
export function profileOf(input: {
  readonly follows: readonly Follow[]
  readonly mutes: readonly Mute[]
  readonly dials: Partial<Dials>
  readonly reads?: readonly string[]
  readonly signals: readonly Signal[]
  /** Stories that signals are about; those missing teach nothing but that they were seen. */
  readonly stories: ReadonlyMap<StoryId, SignalStory>
  readonly learningPaused?: boolean
}): Profile {
  const draft = draftOf({
    ...emptyProfile(),
    follows: input.follows,
    mutes: input.mutes,
    dials: { ...defaultDials, ...input.dials },
    reads: input.reads ?? [],
  })
  const signals = [...new Map(input.signals.map((signal) => [signal.id, signal])).values()]
  signals.sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  for (const signal of signals)
    note(draft, signal, signal.storyId === undefined ? undefined : input.stories.get(signal.storyId))
  return { ...finish(draft), learningPaused: input.learningPaused ?? false }
}
