/** Compares the names found in sentences with those that people marked. */
import type { EntityTools } from '../pipeline/understand/entities/entity-tools.ts'
import { findEntities } from '../pipeline/understand/entities/find-entities.ts'
import { bootstrapFigure, type Interval } from './metrics/bootstrap.ts'

/** A name as written, and what it is the name of. */
export type Name = { readonly name: string; readonly kind: string }
export type NamedText = {
  readonly title: string
  readonly text: string
  readonly language: string
  readonly names: readonly Name[]
}

/** Kinds that are compared; works and events are few and marked differently everywhere. */
export const comparedKinds = ['person', 'organisation', 'place'] as const

export type JudgedText = NamedText & {
  readonly right: readonly Name[]
  readonly missed: readonly Name[]
  readonly wrong: readonly Name[]
}

type Figures = { readonly precision: Interval; readonly recall: Interval; readonly f1: Interval }
export type ComparedEntities = {
  readonly all: Figures
  readonly kinds: readonly (Figures & { readonly name: string })[]
  readonly texts: readonly JudgedText[]
}

const bootstrapSeed = 1

/** A name counts as found when its form and kind are right. Whole texts are resampled. */
export function compareEntities(texts: readonly NamedText[], tools: EntityTools): ComparedEntities {
  const judged = texts.map((text) => judge(text, tools))
  return {
    all: figuresOf(judged, () => true),
    kinds: comparedKinds.map((kind) => ({ name: kind, ...figuresOf(judged, (name) => name.kind === kind) })),
    texts: judged,
  }
}

function judge(text: NamedText, tools: EntityTools): JudgedText {
  const found = findEntities(text, tools).flatMap(({ kind, mentions }) =>
    isCompared(kind) ? mentions.map((name) => ({ name, kind })) : [],
  )
  const wanted = text.names.filter(({ kind }) => isCompared(kind))
  const keys = (names: readonly Name[]): Set<string> => new Set(names.map(keyOf))
  const [foundKeys, wantedKeys] = [keys(found), keys(wanted)]
  const distinct = (names: readonly Name[]): Name[] => [...new Map(names.map((name) => [keyOf(name), name])).values()]
  return {
    ...text,
    right: distinct(found).filter((name) => wantedKeys.has(keyOf(name))),
    wrong: distinct(found).filter((name) => !wantedKeys.has(keyOf(name))),
    missed: distinct(wanted).filter((name) => !foundKeys.has(keyOf(name))),
  }
}

function isCompared(kind: string): boolean {
  return (comparedKinds as readonly string[]).includes(kind)
}

function keyOf({ name, kind }: Name): string {
  return `${kind}\n${name}`
}

function figuresOf(texts: readonly JudgedText[], counts: (name: Name) => boolean): Figures {
  const units = texts.map(({ right, wrong, missed }) => ({
    right: right.filter(counts).length,
    found: right.filter(counts).length + wrong.filter(counts).length,
    wanted: right.filter(counts).length + missed.filter(counts).length,
  }))
  const share = (over: (unit: (typeof units)[number]) => number): Interval =>
    bootstrapFigure(
      units,
      (sample) => {
        let right = 0
        let all = 0
        for (const unit of sample) {
          right += unit.right
          all += over(unit)
        }
        return all === 0 ? 0 : right / all
      },
      bootstrapSeed,
    )
  return {
    precision: share(({ found }) => found),
    recall: share(({ wanted }) => wanted),
    f1: share(({ found, wanted }) => (found + wanted) / 2),
  }
}

const conllKinds: Readonly<Record<string, string>> = { PER: 'person', ORG: 'organisation', LOC: 'place' }

/** Sentences of a file in columns, as those of CoNLL: a word a line, its tag (`B-PER`, `I-ORG`) in the second or last column. */
export function readColumns(file: string): NamedText[] {
  return file
    .trim()
    .split(/\n\s*\n/u)
    .flatMap((block) => {
      const rows = block.split('\n').map((line) => line.trim().split(/\s+/u))
      const names: { name: string; kind: string }[] = []
      let open: string | undefined
      for (const [word = '', ...columns] of rows) {
        const tag = columns.find((column) => /^(?:[BI]-\p{L}+|O)$/u.test(column)) ?? 'O'
        const kind = tag.slice(2)
        const last = names.at(-1)
        if (tag.startsWith('I-') && open === kind && last !== undefined) last.name += ` ${word}`
        else if (tag !== 'O') names.push({ name: word, kind: conllKinds[kind] ?? kind })
        open = tag === 'O' ? undefined : kind
      }
      const text = rows.map(([word = '']) => word).join(' ')
      return text.startsWith('-DOCSTART-') ? [] : [{ title: '', text, language: 'en', names }]
    })
}
