import { compareTopics, type TopicRow } from '../../eval/compare-topics.ts'
import { classOf, noClass, readTopicClasses, type TopicClasses } from '../../eval/topic-classes.ts'
import { topicsReport } from '../../eval/topics-report.ts'
import { openBuiltInEmbedder } from '../../jobs/embedder/built-in-embedder.ts'
import { openUnderstandTools } from '../../jobs/understand-tools.ts'
import { figuresTable, type Measurement, readRows, readText, sortRows } from './measurement.ts'

/** Subjects as found beside those that people gave. */
export const measureTopics: Measurement = async (file, { classes: classesFile }) => {
  const given = classesFile === undefined ? undefined : readTopicClasses(jsonOf(await readText(classesFile)))
  if (classesFile !== undefined && given === undefined)
    return {
      nothing: `${classesFile} is no file of classes: {"roots": {SUBJECT: CLASS}, "narrow": {…}, "merged": {…}}`,
      unread: [],
      passedOver: new Map(),
    }
  const { rows: values, unread } = await readRows(file)
  const { rows, passedOver } = sortRows(values, (row) => topicRowOf(row, given))
  if (rows.length === 0)
    return {
      nothing: `${file} holds no row with words and "subject", or "category" of the --classes`,
      unread,
      passedOver,
    }
  await using embedder = await openBuiltInEmbedder({ cacheMax: 0 })
  const { subjects: model } = await openUnderstandTools()
  // Without classes the wanted subject counts as found when it is the best one of its level.
  const nameOf: Parameters<typeof compareTopics>[2] =
    given === undefined
      ? (topics, wanted) => topics.find(({ id }) => id.endsWith('000000') === wanted.endsWith('000000'))?.id ?? noClass
      : (topics) => classOf(topics, given)
  const compared = await compareTopics(rows, { model, embedder, language: 'en' }, nameOf)
  const { accuracy, macroF1, classes } = compared
  return {
    unread,
    passedOver,
    report: () => topicsReport(file, compared),
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

function topicRowOf(row: Record<string, unknown>, classes: TopicClasses | undefined): TopicRow | string {
  const { title, text, summary, subject, category } = row
  const words = { title: textOf(title), text: textOf(text) || textOf(summary) }
  if (`${words.title}${words.text}`.trim() === '') return 'without words'
  if (classes === undefined) return typeof subject === 'string' ? { ...words, wanted: subject } : 'without a "subject"'
  if (typeof category !== 'string') return 'without a "category"'
  const wanted = classes.merged[category] ?? category
  const isMeant = [...Object.values(classes.roots), ...Object.values(classes.narrow)].includes(wanted)
  return isMeant ? { ...words, wanted } : 'without a "category" that the classes mean'
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
