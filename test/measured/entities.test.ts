import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { openUnderstandTools } from '../../src/jobs/understand-tools.ts'
import { findEntities } from '../../src/pipeline/understand/entities/find-entities.ts'
import type { UnderstandTools } from '../../src/pipeline/understand/understand-article.ts'

/** CoNLL-2003 (English), validation part: a word a line with its tag in the second column. */
const path = fileURLToPath(new URL('../../../shared/data/entities/conll2003-valid.txt', import.meta.url))
const kinds: Readonly<Record<string, string>> = { person: 'PER', organisation: 'ORG', place: 'LOC' }

type Sentence = { readonly text: string; readonly names: ReadonlySet<string> }

describe.runIf(existsSync(path))('names in CoNLL-2003', () => {
  let tools: UnderstandTools
  beforeAll(async () => {
    tools = await openUnderstandTools()
  })

  // Every fifth sentence is what scripts/train-tagger.mjs holds out.
  it('people, organisations and places of the held-out fifth are found with F1 of at least 0.88', () => {
    const heldOut = readSentences(readFileSync(path, 'utf8')).filter((_, place) => place % 5 === 4)
    const found = heldOut.map(({ text }) => namesFound(text, tools))
    const score = f1(
      heldOut.map(({ names }) => names),
      found,
    )
    console.info(`CoNLL-2003 validation, held-out fifth: F1 ${score.toFixed(3)}`)
    expect(heldOut.length).toBeGreaterThan(500)
    expect(score).toBeGreaterThanOrEqual(0.88)
  })
})

it('counts a name as found when its form and kind are right', () => {
  if (!existsSync(path)) console.info('../shared/data is absent: only the metric itself is tested')
  const [sentence] = readSentences('Ada B-PER 0\nQuill I-PER 0\nleft O 0\nOslo B-LOC 0\n. O 0\n')
  expect([...(sentence?.names ?? [])]).toEqual(['PER Ada Quill', 'LOC Oslo'])
  expect(f1([new Set(['PER Ada Quill', 'LOC Oslo'])], [new Set(['PER Ada Quill', 'ORG Oslo'])])).toBe(0.5)
})

function namesFound(text: string, tools: UnderstandTools): Set<string> {
  const entities = findEntities({ title: '', text, language: 'en' }, tools.entities)
  return new Set(
    entities.flatMap(({ kind, mentions }) => {
      const label = kinds[kind]
      return label === undefined ? [] : mentions.map((mention) => `${label} ${mention}`)
    }),
  )
}

function readSentences(file: string): Sentence[] {
  const blocks = file.trim().split(/\n\s*\n/u)
  return blocks.map((block) => {
    const rows = block.split('\n').map((line) => line.split(' '))
    const names: string[] = []
    for (const [word = '', tag = 'O'] of rows) {
      if (tag.startsWith('B-')) names.push(`${tag.slice(2)} ${word}`)
      else if (tag.startsWith('I-')) names[names.length - 1] += ` ${word}`
    }
    const text = rows.map(([word]) => word).join(' ')
    return { text, names: new Set(names.filter((name) => !name.startsWith('MISC'))) }
  })
}

function f1(gold: readonly ReadonlySet<string>[], found: readonly ReadonlySet<string>[]): number {
  let right = 0
  let all = 0
  for (const [place, names] of gold.entries()) {
    const own = found[place] ?? new Set()
    all += names.size + own.size
    for (const name of names) if (own.has(name)) right += 1
  }
  return (2 * right) / all
}
