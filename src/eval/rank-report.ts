/** The report of a comparison of rankers: how good, what each feature is worth, whether scores hold, what lists are like. */
import type { ComparedRankers } from './compare-rankers.ts'
import { listMeasures } from './describe-lists.ts'
import { barChart, lineChart } from './report/charts.ts'
import { htmlReport, reportTable } from './report/html-report.ts'

export function rankReport(file: string, { rows, rankers, lists, without, calibration }: ComparedRankers): string {
  return htmlReport({
    title: 'Ranking',
    about: `${rows} rows in ${file}: salient eval rank. Whiskers hold 95 of 100 resamplings of the rows.`,
    parts: [
      {
        heading: 'How often what was clicked stands first',
        contents: [
          barChart({
            title: 'Area under the curve, from 0 to 1',
            bars: [...rankers].map(([name, { auc }]) => ({ name, value: auc.mean, ...auc })),
          }),
          reportTable({
            columns: ['ranker', 'AUC', 'MRR', 'nDCG@5', 'nDCG@10'],
            rows: [...rankers].map(([name, { auc, mrr, ndcg5, ndcg10 }]) => [
              name,
              ...[auc, mrr, ndcg5, ndcg10].map(({ mean }) => mean),
            ]),
          }),
        ],
      },
      {
        heading: 'What each feature is worth',
        text: 'AUC lost without it. Features that say nothing about these rows are not shown.',
        contents: [
          barChart({
            title: 'AUC lost',
            bars: [...without].map(([name, loss]) => ({ name, value: loss.mean, ...loss })),
          }),
        ],
      },
      {
        heading: 'Whether scores are chances',
        text: 'Both lines would be one if a score told the chance of a click on this page.',
        contents: [
          lineChart({
            title: 'Clicked, by the chance that scores tell',
            xName: 'chance by the score',
            yName: 'part clicked',
            lines: [
              { name: 'clicked', points: calibration.map(({ expected, clicked }) => [expected, clicked] as const) },
              { name: 'as told', points: calibration.map(({ expected }) => [expected, expected] as const) },
            ],
          }),
        ],
      },
      {
        heading: 'What the first five are like',
        text: 'Whoever clicks; none of these is better for being higher.',
        contents: [
          reportTable({
            columns: ['ranker', ...listMeasures],
            rows: [...lists].map(([name, figures]) => [name, ...listMeasures.map((measure) => figures[measure].mean)]),
          }),
        ],
      },
    ],
  })
}
