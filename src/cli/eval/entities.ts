import { comparedKinds, compareEntities, type Name, type NamedText, readColumns } from '../../eval/compare-entities.ts'
import { entitiesReport } from '../../eval/entities-report.ts'
import { openUnderstandTools } from '../../jobs/understand-tools.ts'
import { figuresTable, type Measurement, readText, rowsIn, sortRows } from './measurement.ts'

/** Kinds that a message quotes back. */
const kindsSaidMax = 5

/** Names as found beside names as people marked them. */
export const measureEntities: Measurement = async (file) => {
  const content = await readText(file)
  const { rows, unread } = content.trimStart().startsWith('{') ? rowsIn(content) : { rows: undefined, unread: [] }
  const { rows: texts, passedOver } =
    rows === undefined ? { rows: readColumns(content), passedOver: new Map() } : sortRows(rows, namedTextOf)
  const kindsNamed = new Set(texts.flatMap(({ names }) => names.map(({ kind }) => kind)))
  if (kindsNamed.size === 0)
    return {
      nothing: `${file} holds neither rows with "names" nor columns with tags such as B-PER`,
      unread,
      passedOver,
    }
  if (!comparedKinds.some((kind) => kindsNamed.has(kind)))
    return {
      nothing: `${file} names no ${comparedKinds.join(', ')}; its kinds are ${[...kindsNamed].slice(0, kindsSaidMax).join(', ')}`,
      unread,
      passedOver,
    }
  const compared = compareEntities(texts, (await openUnderstandTools()).entities)
  const { all, kinds } = compared
  return {
    unread,
    passedOver,
    report: () => entitiesReport(file, compared),
    figures: { texts: texts.length, all, kinds },
    table: figuresTable(
      `${texts.length} texts`,
      ['precision', 'recall', 'F1'],
      [{ name: 'all', ...all }, ...kinds].map(
        ({ name, precision, recall, f1 }) => [name, precision, recall, f1] as const,
      ),
    ),
  }
}

function namedTextOf(row: Record<string, unknown>): NamedText | string {
  const { title, text, language, names } = row
  if (!Array.isArray(names)) return 'without "names"'
  const words = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    title: words(title),
    text: words(text),
    language: words(language) || 'en',
    names: names.flatMap((name: unknown): Name[] =>
      typeof name === 'object' && name !== null && 'name' in name && 'kind' in name
        ? [{ name: String(name.name), kind: String(name.kind) }]
        : [],
    ),
  }
}
