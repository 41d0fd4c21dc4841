/** The report of a comparison of topics: classes, what is taken for what, how sure it was, and the surest mistakes by name. */
import type { ComparedTopics, JudgedRow } from './compare-topics.ts'
import { barChart, histogram } from './report/charts.ts'
import { htmlReport, reportTable } from './report/html-report.ts'
import type { Markup } from './report/markup.ts'

const mistakesMax = 40
/** Classes in the table of what is taken for what. */
const classesMax = 20

export function topicsReport(file: string, { accuracy, macroF1, classes, rows }: ComparedTopics): string {
  const labels = new Map<string, string>(rows.flatMap(({ topics }) => topics.map(({ id, label }) => [id, label])))
  const called = (name: string): string => labels.get(name) ?? name
  return htmlReport({
    title: 'Topics',
    about: `${rows.length} articles in ${file}: salient eval topics. Whiskers hold 95 of 100 resamplings of the articles.`,
    parts: [
      {
        heading: 'Agreement',
        contents: [
          barChart({
            title: 'Of all articles and of each class, from 0 to 1',
            bars: [
              { name: 'accuracy', value: accuracy.mean, ...accuracy },
              { name: 'mean F1 of the classes', value: macroF1.mean, ...macroF1 },
              ...classes.map(({ name, recall }) => ({
                name: `found of ${called(name)}`,
                value: recall.mean,
                ...recall,
              })),
            ],
          }),
        ],
      },
      {
        heading: 'How sure it was',
        text: 'Where both lie alike, the score does not tell right from wrong.',
        contents: [
          histogram({
            title: 'Score of the best subject',
            xName: 'score',
            distributions: [
              { name: 'right', values: scoresOf(rows, true) },
              { name: 'wrong', values: scoresOf(rows, false) },
            ],
          }),
        ],
      },
      {
        heading: 'What is taken for what',
        text: 'Rows: as given; columns: as found.',
        contents: [confusion(rows, classes, called)],
      },
      { heading: 'The surest mistakes', contents: [mistakes(rows, called)] },
    ],
  })
}

function scoresOf(rows: readonly JudgedRow[], right: boolean): number[] {
  return rows.flatMap(({ wanted, found, score }) => ((wanted === found) === right ? [score] : []))
}

/** What people call a class: a subject's id says nothing to them. */
type Called = (name: string) => string

function confusion(rows: readonly JudgedRow[], classes: ComparedTopics['classes'], called: Called): Markup {
  const given = classes.slice(0, classesMax).map(({ name }) => name)
  const others = new Set(rows.map(({ found }) => found).filter((name) => !given.includes(name)))
  const columns = [...given, ...[...others].slice(0, classesMax)]
  return reportTable({
    columns: ['', ...columns.map(called)],
    rows: given.map((name) => [
      called(name),
      ...columns.map((found) => rows.filter((row) => row.wanted === name && row.found === found).length),
    ]),
  })
}

function mistakes(rows: readonly JudgedRow[], called: Called): Markup {
  const worst = rows
    .filter(({ wanted, found }) => wanted !== found)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mistakesMax)
  return reportTable({
    columns: ['as given', 'as found', 'score', 'article', 'subjects'],
    rows: worst.map(({ wanted, found, score, title, topics }) => [
      called(wanted),
      called(found),
      score,
      title,
      topics
        .slice(0, 3)
        .map(({ label }) => label)
        .join(' · '),
    ]),
  })
}
