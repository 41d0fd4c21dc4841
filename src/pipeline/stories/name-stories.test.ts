import { expect, test } from 'vitest'
import type { EntryId, StoryId } from '../../domain/ids.ts'
import { nameStories, storyIdOf } from './name-stories.ts'

// Ids of the test's own making.
const [a, b, c, d] = ['a', 'b', 'c', 'd'] as unknown as readonly [EntryId, EntryId, EntryId, EntryId]

/** Names round after round, each with the ids of the one before. */
function named(rounds: readonly (readonly (readonly EntryId[])[])[]): Map<EntryId, StoryId> {
  let previous = new Map<EntryId, StoryId>()
  for (const groups of rounds) previous = nameStories(groups, previous)
  return previous
}

test('a story keeps its id with most of its entries, and begins with that of its first', () => {
  expect(named([[[a, b, c]]]).get(b)).toBe(storyIdOf(a))
  const parted = named([[[a, b, c]], [[a], [b, c]]])
  expect([parted.get(b), parted.get(c)]).toEqual([storyIdOf(a), storyIdOf(a)])
  expect(parted.get(a)).not.toBe(storyIdOf(a))
})

test('two stories never have one id, however often an entry leaves the one that was named after it', () => {
  const rounds = [
    [[a, b, c]],
    // The first entry leaves its own name behind, and takes one as a part of it;
    [[a], [b, c]],
    // two others join it,
    [[b], [a, c, d]],
    // and it leaves that name behind as well, again and again.
    [[a], [b], [c, d]],
    [[b], [a, c, d]],
    [[a], [b], [c, d]],
    [
      [a, b],
      [c, d],
    ],
  ]
  for (let n = 1; n <= rounds.length; n += 1) {
    const groups = rounds[n - 1] ?? []
    const names = named(rounds.slice(0, n))
    expect(new Set(groups.map(([first]) => first && names.get(first))).size).toBe(groups.length)
    for (const group of groups) expect(new Set(group.map((id) => names.get(id))).size).toBe(1)
  }
})
