/** The report of a comparison of stories: how alike entries are, how large stories are, and the worst mistakes by name. */
import { weighEntry } from '../pipeline/stories/compare-entries.ts'
import { dot } from '../pipeline/stories/sparse-vector.ts'
import { termsOf } from '../pipeline/stories/story-terms.ts'
import { TermStatistics } from '../pipeline/stories/term-statistics.ts'
import type { ComparedStories, GoldEntry } from './compare-stories.ts'
import { drawsFrom } from './metrics/bootstrap.ts'
import { barChart, type Distribution, histogram, lineChart } from './report/charts.ts'
import { htmlReport, reportTable } from './report/html-report.ts'
import type { Markup } from './report/markup.ts'

const mistakesMax = 25
const titlesPerMistake = 6
/** Most pairs of each kind whose similarity is drawn. */
const pairsMax = 4_000

export function storiesReport(file: string, rows: readonly GoldEntry[], compared: ComparedStories): string {
  const { final, online, gold } = compared
  return htmlReport({
    title: 'Stories',
    about: `${rows.length} entries of ${gold.length} stories in ${file}: salient eval stories. Whiskers hold 95 of 100 resamplings of whole stories.`,
    parts: [
      {
        heading: 'Agreement',
        contents: [
          barChart({
            title: 'B-cubed, from 0 to 1',
            bars: [final, online].flatMap(({ figures }, n) =>
              (['precision', 'recall', 'f1'] as const).map((name) => ({
                name: `${n === 0 ? 'in the end' : 'online'}, ${name}`,
                value: figures[name].mean,
                ...figures[name],
              })),
            ),
          }),
        ],
      },
      {
        heading: 'How alike entries are',
        text: 'Where the two overlap, words alone cannot tell whether two entries are of one story.',
        contents: [
          histogram({
            title: 'Cosine of the words of two entries, rare words weighing more',
            xName: 'cosine',
            distributions: similarities(rows),
          }),
        ],
      },
      {
        heading: 'How large stories are',
        text: 'A line above the other means that more stories are at least so large.',
        contents: [
          sizesChart(
            sizesOf(final.groups),
            gold.map((places) => places.length),
          ),
        ],
      },
      { heading: 'Stories that were mixed', contents: [mixed(rows, compared)] },
      { heading: 'Stories that fell apart', contents: [apart(rows, compared)] },
    ],
  })
}

function sizesOf(groups: ComparedStories['final']['groups']): number[] {
  const sizes = new Map<number | string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return [...sizes.values()]
}

function sizesChart(found: readonly number[], gold: readonly number[]): Markup {
  const curve = (sizes: readonly number[]): (readonly [number, number])[] => {
    const ordered = [...sizes].sort((a, b) => b - a)
    const points = ordered.map((size, place) => [Math.log2(size), Math.log10(place + 1)] as const)
    return points.filter(([size], place) => points[place + 1]?.[0] !== size).reverse()
  }
  return lineChart({
    title: 'Stories of at least so many entries',
    xName: 'entries, in doublings',
    yName: 'stories, in powers of ten',
    lines: [
      { name: 'found', points: curve(found) },
      { name: 'gold', points: curve(gold) },
    ],
  })
}

/** Pairs of one gold story, and as many of neighbours in time that are of two. */
function similarities(rows: readonly GoldEntry[]): Distribution[] {
  const statistics = new TermStatistics()
  const terms = rows.map(({ entry }) => termsOf(entry))
  for (const each of terms) statistics.add(each)
  const weighed = terms.map((each) => weighEntry(each, statistics))
  const next = drawsFrom(1)
  const values: Record<'same' | 'other', number[]> = { same: [], other: [] }
  for (let draw = 0; draw < pairsMax * 20; draw += 1) {
    const left = Math.floor(next() * rows.length)
    const right = left + 1 + Math.floor(next() * 40)
    const kind = rows[left]?.story === rows[right]?.story ? 'same' : 'other'
    const [one, other] = [weighed[left], weighed[right]]
    if (one !== undefined && other !== undefined && values[kind].length < pairsMax)
      values[kind].push(dot(one.words, other.words))
  }
  return [
    { name: `of one story (${values.same.length} pairs)`, values: values.same },
    { name: `of two stories, near in time (${values.other.length} pairs)`, values: values.other },
  ]
}

/** Found stories by how many entries stand with strangers. */
function mixed(rows: readonly GoldEntry[], { final }: ComparedStories): Markup {
  const members = new Map<number | string, number[]>()
  for (const [place, group] of final.groups.entries()) members.set(group, [...(members.get(group) ?? []), place])
  const worst = [...members.values()]
    .map((places) => ({ places, lost: lostIn(places, final.items, 'precision') }))
    .filter(({ lost }) => lost > 0)
    .sort((one, other) => other.lost - one.lost)
    .slice(0, mistakesMax)
  return reportTable({
    columns: ['entries', 'gold stories', 'lost', 'headlines, one of each gold story'],
    rows: worst.map(({ places, lost }) => {
      const stories = new Map(places.map((place) => [rows[place]?.story, rows[place]?.entry.title ?? '']))
      return [places.length, stories.size, lost, titles([...stories.values()])]
    }),
  })
}

/** Gold stories by how many of their entries miss their companions. */
function apart(rows: readonly GoldEntry[], { final, gold }: ComparedStories): Markup {
  const worst = gold
    .map((places) => ({ places, lost: lostIn(places, final.items, 'recall') }))
    .filter(({ lost }) => lost > 0)
    .sort((one, other) => other.lost - one.lost)
    .slice(0, mistakesMax)
  return reportTable({
    columns: ['entries', 'found stories', 'lost', 'headlines, one of each found story'],
    rows: worst.map(({ places, lost }) => {
      const groups = new Map(places.map((place) => [final.groups[place], rows[place]?.entry.title ?? '']))
      return [places.length, groups.size, lost, titles([...groups.values()])]
    }),
  })
}

function lostIn(
  places: readonly number[],
  items: ComparedStories['final']['items'],
  figure: 'precision' | 'recall',
): number {
  return places.reduce((sum, place) => sum + 1 - (items[place]?.[figure] ?? 1), 0)
}

function titles(all: readonly string[]): string {
  const shown = all.slice(0, titlesPerMistake).join(' · ')
  return all.length > titlesPerMistake ? `${shown} … and ${all.length - titlesPerMistake} more` : shown
}
