/** Compares the subjects found with those that people gave. */
import type { Embedder } from '../domain/embedding.ts'
import type { TopicScore } from '../domain/topic.ts'
import { findSubjects } from '../pipeline/understand/subjects/find-subjects.ts'
import type { SubjectModel } from '../pipeline/understand/subjects/subject-model.ts'
import { bootstrapFigure, type Interval } from './metrics/bootstrap.ts'

export type TopicRow = { readonly title: string; readonly text: string; readonly wanted: string }

export type JudgedRow = TopicRow & {
  readonly found: string
  /** Score of the best subject: how sure it was. */
  readonly score: number
  readonly topics: readonly TopicScore[]
}

export type ComparedTopics = {
  readonly accuracy: Interval
  /** Mean F1 of the classes, each counting alike. */
  readonly macroF1: Interval
  /** Most frequent first. */
  readonly classes: readonly {
    readonly name: string
    readonly rows: number
    readonly precision: Interval
    readonly recall: Interval
  }[]
  readonly rows: readonly JudgedRow[]
}

const bootstrapSeed = 1
/** As `salient understand` cuts what it embeds. */
const vectorCharacters = 700
const rowsTogether = 256

/** `nameOf` names what subjects mean in the rows' own words; `language` is that of all rows. */
export async function compareTopics(
  rows: readonly TopicRow[],
  tools: { readonly model: SubjectModel; readonly embedder: Embedder; readonly language: string },
  nameOf: (topics: readonly TopicScore[], wanted: string) => string,
): Promise<ComparedTopics> {
  const judged: JudgedRow[] = []
  for (let from = 0; from < rows.length; from += rowsTogether) {
    const some = rows.slice(from, from + rowsTogether)
    const vectors = await tools.embedder.embed(
      some.map(({ title, text }) => `${title}. ${text}`.slice(0, vectorCharacters)),
    )
    for (const [place, row] of some.entries()) {
      const embedding = vectors[place]
      const { title, text } = row
      const topics = findSubjects(
        { title, text, language: tools.language, ...(embedding && { embedding }) },
        tools.model,
      )
      judged.push({ ...row, topics, found: nameOf(topics, row.wanted), score: topics[0]?.score ?? 0 })
    }
  }
  return { ...figuresOf(judged), rows: judged }
}

function figuresOf(rows: readonly JudgedRow[]): Omit<ComparedTopics, 'rows'> {
  const figure = (of: (sample: readonly JudgedRow[]) => number): Interval => bootstrapFigure(rows, of, bootstrapSeed)
  const counts = new Map<string, number>()
  for (const { wanted } of rows) counts.set(wanted, (counts.get(wanted) ?? 0) + 1)
  const names = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return {
    accuracy: figure((sample) => shareOf(sample, ({ wanted, found }) => wanted === found)),
    macroF1: figure((sample) => names.reduce((sum, [name]) => sum + f1Of(sample, name), 0) / names.length),
    classes: names.map(([name, count]) => ({
      name,
      rows: count,
      precision: figure((sample) => precisionOf(sample, name)),
      recall: figure((sample) => recallOf(sample, name)),
    })),
  }
}

function shareOf(rows: readonly JudgedRow[], holds: (row: JudgedRow) => boolean): number {
  return rows.length === 0 ? 0 : rows.filter(holds).length / rows.length
}

function precisionOf(rows: readonly JudgedRow[], name: string): number {
  return shareOf(
    rows.filter(({ found }) => found === name),
    ({ wanted }) => wanted === name,
  )
}

function recallOf(rows: readonly JudgedRow[], name: string): number {
  return shareOf(
    rows.filter(({ wanted }) => wanted === name),
    ({ found }) => found === name,
  )
}

function f1Of(rows: readonly JudgedRow[], name: string): number {
  const [precision, recall] = [precisionOf(rows, name), recallOf(rows, name)]
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
}
