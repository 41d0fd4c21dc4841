import { compareStories } from '../../eval/compare-stories.ts'
import { storiesReport } from '../../eval/stories-report.ts'
import { parseStoryRow } from '../story-row.ts'
import { figuresTable, type Measurement, readRows, sortRows } from './measurement.ts'

/** Stories as formed beside stories as people formed them. */
export const measureStories: Measurement = async (file) => {
  const { rows: values, unread } = await readRows(file)
  const { rows, passedOver } = sortRows(values, (value, place) => {
    const { story } = value
    const entry = parseStoryRow({ ...value, id: `${place}` }, 1)
    if ('code' in entry) return 'without words'
    return typeof story === 'string' ? { entry, story } : 'without a "story"'
  })
  if (rows.length === 0) return { nothing: `${file} holds no row with words and a "story"`, unread, passedOver }
  const compared = compareStories(rows)
  const { final, online } = compared
  return {
    unread,
    passedOver,
    report: () => storiesReport(file, rows, compared),
    figures: { rows: rows.length, stories: compared.gold.length, final: final.figures, online: online.figures },
    table: figuresTable(
      `${rows.length} rows`,
      ['precision', 'recall', 'B-cubed F1'],
      (
        [
          ['in the end', final.figures],
          ['online', online.figures],
        ] as const
      ).map(([name, { precision, recall, f1 }]) => [name, precision, recall, f1] as const),
    ),
  }
}
