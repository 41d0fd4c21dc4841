import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { EntryId } from '../../src/domain/ids.ts'
import type { StoryEntry } from '../../src/domain/story.ts'
import { bCubed } from '../../src/eval/metrics/b-cubed.ts'
import { clusterEntries } from '../../src/pipeline/stories/cluster-entries.ts'
import { placeOnline } from '../../src/pipeline/stories/place-online.ts'
import { StoryIndex } from '../../src/pipeline/stories/story-index.ts'
import { storySettings } from '../../src/pipeline/stories/story-settings.ts'

const folder = fileURLToPath(new URL('../../../shared/data/clusters/', import.meta.url))
const sixHoursMs = 6 * 3_600_000

type Gold = StoryEntry & { readonly story: string }

function read(name: string): Gold[] {
  const lines = readFileSync(`${folder}${name}.jsonl`, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const row: Record<string, string> = JSON.parse(line)
    return {
      id: (row['id'] ?? '') as EntryId,
      title: row['title'] ?? '',
      text: row['text'] ?? '',
      language: row['language'] ?? '',
      publishedAtMs: Date.parse(row['publishedAt'] ?? ''),
      source: '',
      story: row['story'] ?? '',
    }
  })
}

/** Entries as they arrive when each is late by up to six hours, the same for one seed. */
function delayed(entries: readonly Gold[], seed: number): Gold[] {
  let state = seed
  const late = entries.map((entry) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return { entry, atMs: entry.publishedAtMs + (state / 2 ** 32) * sixHoursMs }
  })
  return late.sort((one, other) => one.atMs - other.atMs).map(({ entry }) => entry)
}

function scoreOf(entries: readonly Gold[], groupOf: ReadonlyMap<EntryId, number>): number {
  return bCubed(
    entries.map(({ id }) => groupOf.get(id) ?? -1),
    entries.map(({ story }) => story),
  ).f1
}

function groupsOf(index: StoryIndex): Map<EntryId, number> {
  return new Map(index.groups().flatMap((group, number) => group.map((id) => [id, number] as const)))
}

describe('stories of known sets', () => {
  it('measures agreement by B-cubed', () => {
    expect(bCubed([1, 1, 2], ['a', 'a', 'b']).f1).toBe(1)
    expect(bCubed([1, 1], ['a', 'b'])).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3 })
    expect(bCubed([1, 2], ['a', 'a'])).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3 })
  })

  if (!existsSync(folder)) {
    it('claims nothing: ../shared/data/clusters is absent', () => expect(existsSync(folder)).toBe(false))
    return
  }

  it.each([
    ['og2021-deu', 0.79],
    ['ecbplus-odd', 0.94],
  ])('finds the stories of %s with B-cubed F1 of %d and more', (name, f1Min) => {
    const entries = read(name)
    expect(scoreOf(entries, clusterEntries(entries, storySettings))).toBeGreaterThan(f1Min)
  })

  it.each([
    ['og2021-deu', 0.75],
    ['ecbplus-odd', 0.8],
  ])('tells the stories of %s at once, line by line, with B-cubed F1 of %d and more', (name, f1Min) => {
    const entries = read(name)
    const place = placeOnline(storySettings)
    const stories = entries.map(place)
    expect(
      bCubed(
        stories,
        entries.map(({ story }) => story),
      ).f1,
    ).toBeGreaterThan(f1Min)
  })

  it('forms stories of articles as well when it settles them a few at a time', () => {
    const entries = read('ecbplus-odd')
    const index = new StoryIndex(storySettings)
    for (const [place, entry] of entries.entries()) {
      index.add(entry)
      if (place % 5 === 4) index.settle()
    }
    expect(scoreOf(entries, groupsOf(index))).toBeGreaterThan(0.94)
  })

  it('ends with the same stories when every report is up to six hours late', () => {
    const entries = read('og2021-deu').slice(0, 160)
    const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1)
    const online: number[] = []
    const final = seeds.map((seed) => {
      const index = new StoryIndex(storySettings)
      for (const [place, entry] of delayed(entries, seed).entries()) {
        index.add(entry)
        if (place % 20 === 0) index.settle()
      }
      online.push(scoreOf(entries, groupsOf(index)))
      index.settle({ full: true })
      return JSON.stringify(index.groups())
    })
    expect(new Set(final).size).toBe(1)
    expect(Math.max(...online) - Math.min(...online)).toBeLessThan(0.1)
  })
})
