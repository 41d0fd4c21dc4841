/** The report of a comparison of entities: figures by kind, and which names are missed, invented or taken for another kind. */
import type { ComparedEntities, JudgedText, Name } from './compare-entities.ts'
import { barChart, histogram } from './report/charts.ts'
import { htmlReport, reportTable } from './report/html-report.ts'
import type { Markup } from './report/markup.ts'

const namesMax = 40
const sentencesMax = 25
const sentenceCharactersMax = 220

export function entitiesReport(file: string, { all, kinds, texts }: ComparedEntities): string {
  const figures = (name: string, of: Pick<ComparedEntities['all'], 'precision' | 'recall' | 'f1'>) =>
    (['precision', 'recall', 'f1'] as const).map((figure) => ({
      name: `${name}, ${figure}`,
      value: of[figure].mean,
      ...of[figure],
    }))
  return htmlReport({
    title: 'Entities',
    about: `${texts.length} texts in ${file}: salient eval entities. Whiskers hold 95 of 100 resamplings of the texts.`,
    parts: [
      {
        heading: 'Agreement',
        contents: [
          barChart({
            title: 'Names with the right form and kind, from 0 to 1',
            bars: [...figures('all', all), ...kinds.flatMap((kind) => figures(kind.name, kind))],
          }),
        ],
      },
      {
        heading: 'How long names are',
        contents: [
          histogram({
            title: 'Words of a name',
            xName: 'words',
            bins: 12,
            distributions: [
              { name: 'found', values: wordCounts(texts.flatMap(({ right }) => right)) },
              { name: 'missed', values: wordCounts(texts.flatMap(({ missed }) => missed)) },
            ],
          }),
        ],
      },
      { heading: 'Missed most', contents: [frequent(texts.flatMap(({ missed }) => missed))] },
      { heading: 'Invented most', contents: [frequent(texts.flatMap(({ wrong }) => wrong))] },
      { heading: 'Worst texts', contents: [worst(texts)] },
    ],
  })
}

function wordCounts(names: readonly Name[]): number[] {
  return names.map(({ name }) => name.split(/\s+/u).length)
}

function frequent(names: readonly Name[]): Markup {
  const counts = new Map<string, { readonly name: Name; count: number }>()
  for (const name of names) {
    const key = `${name.kind} ${name.name}`
    counts.set(key, { name, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  const most = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, namesMax)
  return reportTable({
    columns: ['name', 'kind', 'times'],
    rows: most.map(({ name, count }) => [name.name, name.kind, count]),
  })
}

function worst(texts: readonly JudgedText[]): Markup {
  const lost = ({ missed, wrong }: JudgedText): number => missed.length + wrong.length
  const named = (names: readonly Name[]): string => names.map(({ name, kind }) => `${name} (${kind})`).join(' · ')
  const most = texts.filter((text) => lost(text) > 0).toSorted((a, b) => lost(b) - lost(a))
  return reportTable({
    columns: ['text', 'missed', 'invented'],
    rows: most
      .slice(0, sentencesMax)
      .map((text) => [
        `${text.title} ${text.text}`.trim().slice(0, sentenceCharactersMax),
        named(text.missed),
        named(text.wrong),
      ]),
  })
}
