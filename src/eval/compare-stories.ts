/** Compares stories as Salient forms them with stories as people formed them. */
import type { StoryEntry } from '../domain/story.ts'
import { clusterEntries } from '../pipeline/stories/cluster-entries.ts'
import { placeOnline } from '../pipeline/stories/place-online.ts'
import { storySettings } from '../pipeline/stories/story-settings.ts'
import { bCubedByItem } from './metrics/b-cubed.ts'
import { bootstrapFigure, type Interval } from './metrics/bootstrap.ts'

export type GoldEntry = { readonly entry: StoryEntry; readonly story: string }

/** Precision, recall and F1 of a partition against gold, and the group of each entry, in the order of the rows. */
export type Partition = {
  readonly figures: { readonly precision: Interval; readonly recall: Interval; readonly f1: Interval }
  readonly groups: readonly (number | string)[]
  readonly items: readonly { readonly precision: number; readonly recall: number }[]
}

export type ComparedStories = {
  /** As stories stand after the last entry. */
  readonly final: Partition
  /** As each entry was first placed. */
  readonly online: Partition
  /** Places of the rows of each gold story. */
  readonly gold: readonly (readonly number[])[]
}

const bootstrapSeed = 1

/** Costs two clusterings of all rows. Intervals come of resampling whole gold stories: their entries stand or fall together. */
export function compareStories(rows: readonly GoldEntry[]): ComparedStories {
  const goldPlaces = new Map<string, number[]>()
  for (const [place, { story }] of rows.entries()) goldPlaces.set(story, [...(goldPlaces.get(story) ?? []), place])
  const gold = [...goldPlaces.values()]
  const placeNext = placeOnline(storySettings)
  const found = clusterEntries(
    rows.map(({ entry }) => entry),
    storySettings,
  )
  return {
    final: measure(
      rows,
      rows.map(({ entry }) => found.get(entry.id) ?? -1),
      gold,
    ),
    online: measure(
      rows,
      rows.map(({ entry }) => placeNext(entry)),
      gold,
    ),
    gold,
  }
}

function measure(
  rows: readonly GoldEntry[],
  groups: readonly (number | string)[],
  gold: readonly (readonly number[])[],
): Partition {
  const items = bCubedByItem(
    groups,
    rows.map(({ story }) => story),
  )
  const figure = (pick: (precision: number, recall: number) => number): Interval =>
    bootstrapFigure(
      gold,
      (stories) => {
        let count = 0
        let precision = 0
        let recall = 0
        for (const story of stories)
          for (const place of story) {
            count += 1
            precision += items[place]?.precision ?? 0
            recall += items[place]?.recall ?? 0
          }
        return pick(precision / count, recall / count)
      },
      bootstrapSeed,
    )
  return {
    groups,
    items,
    figures: {
      precision: figure((precision) => precision),
      recall: figure((_, recall) => recall),
      f1: figure((precision, recall) => (2 * precision * recall) / (precision + recall)),
    },
  }
}
