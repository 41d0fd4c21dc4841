import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compareEntities, readColumns } from '../../src/eval/compare-entities.ts'
import { openUnderstandTools } from '../../src/jobs/understand-tools.ts'

/** CoNLL-2003 (English), validation part: a word a line with its tag in the second column. */
const path = fileURLToPath(new URL('../../../shared/data/entities/conll2003-valid.txt', import.meta.url))

describe('names in CoNLL-2003', () => {
  if (!existsSync(path)) {
    it('claims nothing: ../shared/data/entities is absent', () => expect(existsSync(path)).toBe(false))
    return
  }

  // Every fifth sentence is what scripts/train-tagger.mjs holds out.
  it('people, organisations and places of the held-out fifth are found with F1 of at least 0.88', async () => {
    const heldOut = readColumns(readFileSync(path, 'utf8')).filter((_, place) => place % 5 === 4)
    const { all } = compareEntities(heldOut, (await openUnderstandTools()).entities)
    console.info(`CoNLL-2003 validation, held-out fifth: F1 ${all.f1.mean.toFixed(3)}`)
    expect(heldOut.length).toBeGreaterThan(500)
    expect(all.f1.mean).toBeGreaterThanOrEqual(0.88)
  })
})

it('reads names from columns: words of one name together, other names apart', () => {
  const [sentence] = readColumns('Ada B-PER 0\nQuill I-PER 0\nleft O 0\nOslo B-LOC 0\nBergen B-LOC 0\n. O 0\n')
  expect(sentence).toEqual({
    title: '',
    text: 'Ada Quill left Oslo Bergen .',
    language: 'en',
    names: [
      { name: 'Ada Quill', kind: 'person' },
      { name: 'Oslo', kind: 'place' },
      { name: 'Bergen', kind: 'place' },
    ],
  })
})
