import { readFile, writeFile } from 'node:fs/promises'
import { compareTopics, type TopicRow } from '../../eval/compare-topics.ts'
import { classOf, noClass, readTopicClasses, type TopicClasses } from '../../eval/topic-classes.ts'
import { topicsReport } from '../../eval/topics-report.ts'
import { openBuiltInEmbedder } from '../../jobs/embedder/built-in-embedder.ts'
import { openUnderstandTools } from '../../jobs/understand-tools.ts'
import { figuresTable, type Measurement, readRows } from './measurement.ts'

/** Subjects as found beside those that people gave. */
export const measureTopics: Measurement = async (file, { report, classes: classesFile }) => {
  const given =
    classesFile === undefined ? undefined : readTopicClasses(JSON.parse(await readFile(classesFile, 'utf8')))
  if (classesFile !== undefined && given === undefined)
    return {
      nothing: `${classesFile} is no file of classes: {"roots": {SUBJECT: CLASS}, "narrow": {…}, "merged": {…}}`,
      unread: [],
    }
  const { rows: values, unread } = await readRows(file)
  const rows = values.flatMap((row) => topicRowOf(row, given))
  if (rows.length === 0)
    return { nothing: `${file} holds no row with words and "subject", or "category" of the --classes`, unread }
  await using embedder = await openBuiltInEmbedder({ cacheMax: 0 })
  const { subjects: model } = await openUnderstandTools()
  // Without classes the wanted subject counts as found when it is the best one of its level.
  const nameOf: Parameters<typeof compareTopics>[2] =
    given === undefined
      ? (topics, wanted) => topics.find(({ id }) => id.endsWith('000000') === wanted.endsWith('000000'))?.id ?? noClass
      : (topics) => classOf(topics, given)
  const compared = await compareTopics(rows, { model, embedder, language: 'en' }, nameOf)
  if (report !== undefined) await writeFile(report, topicsReport(file, compared))
  const { accuracy, macroF1, classes } = compared
  return {
    unread,
    figures: { rows: rows.length, accuracy, macroF1, classes },
    table: [
      figuresTable(`${rows.length} rows`, ['accuracy', 'mean F1'], [['all', accuracy, macroF1]]),
      figuresTable(
        'by class',
        ['precision', 'recall'],
        classes.map(({ name, precision, recall }) => [name, precision, recall] as const),
      ),
    ].join('\n'),
  }
}

function topicRowOf(row: Record<string, unknown>, classes: TopicClasses | undefined): TopicRow[] {
  const { title, text, summary, subject, category } = row
  const words = { title: textOf(title), text: textOf(text) || textOf(summary) }
  if (`${words.title}${words.text}`.trim() === '') return []
  if (classes === undefined) return typeof subject === 'string' ? [{ ...words, wanted: subject }] : []
  if (typeof category !== 'string') return []
  const wanted = classes.merged[category] ?? category
  const isMeant = [...Object.values(classes.roots), ...Object.values(classes.narrow)].includes(wanted)
  return isMeant ? [{ ...words, wanted }] : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
