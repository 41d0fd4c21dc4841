import { readFile, writeFile } from 'node:fs/promises'
import { compareEntities, type Name, type NamedText, readColumns } from '../../eval/compare-entities.ts'
import { entitiesReport } from '../../eval/entities-report.ts'
import { openUnderstandTools } from '../../jobs/understand-tools.ts'
import { figuresTable, type Measurement, rowsIn } from './measurement.ts'

/** Names as found beside names as people marked them. */
export const measureEntities: Measurement = async (file, { report }) => {
  const content = await readFile(file, 'utf8')
  const { rows, unread } = content.trimStart().startsWith('{') ? rowsIn(content) : { rows: undefined, unread: [] }
  const texts = rows?.flatMap(namedTextOf) ?? readColumns(content)
  if (!texts.some(({ names }) => names.length > 0))
    return { nothing: `${file} holds neither rows with "names" nor columns with tags such as B-PER`, unread }
  const compared = compareEntities(texts, (await openUnderstandTools()).entities)
  if (report !== undefined) await writeFile(report, entitiesReport(file, compared))
  const { all, kinds } = compared
  return {
    unread,
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

function namedTextOf(row: Record<string, unknown>): NamedText[] {
  const { title, text, language, names } = row
  if (!Array.isArray(names)) return []
  const words = (value: unknown): string => (typeof value === 'string' ? value : '')
  return [
    {
      title: words(title),
      text: words(text),
      language: words(language) || 'en',
      names: names.flatMap((name: unknown): Name[] =>
        typeof name === 'object' && name !== null && 'name' in name && 'kind' in name
          ? [{ name: String(name.name), kind: String(name.kind) }]
          : [],
      ),
    },
  ]
}
