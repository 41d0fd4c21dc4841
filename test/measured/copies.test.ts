import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { EntryId } from '../../src/domain/ids.ts'
import type { StoryEntry } from '../../src/domain/story.ts'
import { findNearDuplicates } from '../../src/pipeline/stories/near-duplicates.ts'

const file = fileURLToPath(new URL('../../../shared/data/newswire/reuters.jsonl.gz', import.meta.url))

type Document = { id: string; title: string; paragraphs: string[]; publishedAt: string }

/** The articles of a wire, each fourth with a copy: headline in other capitals or with a name added, its tail cut or not. */
function wireWithCopies(): { entries: StoryEntry[]; originalOf: Map<string, string> } {
  const originalOf = new Map<string, string>()
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  const entries = lines.flatMap((line, number) => {
    const { id, title, paragraphs, publishedAt }: Document = JSON.parse(line)
    const original = entryOf(id, title, paragraphs, publishedAt)
    if (number % 4 !== 0) return [original]
    const capitals = title.toLowerCase().replace(/\b\w/g, (letter) => letter.toUpperCase())
    const copyTitle = number % 8 === 0 ? capitals : `${title} - wire`
    const kept = number % 16 < 8 ? paragraphs : paragraphs.slice(0, Math.max(2, paragraphs.length - 2))
    originalOf.set(`${id} copy`, id)
    return [original, entryOf(`${id} copy`, copyTitle, kept, publishedAt)]
  })
  return { entries, originalOf }
}

function entryOf(id: string, title: string, paragraphs: readonly string[], publishedAt: string): StoryEntry {
  const text = paragraphs.join('\n\n')
  return {
    id: id as EntryId,
    title,
    text,
    language: 'en',
    publishedAtMs: Date.parse(publishedAt),
    source: id,
  }
}

describe('copies among the articles of a wire', () => {
  if (!existsSync(file)) {
    it('claims nothing: ../shared/data/newswire is absent', () => expect(existsSync(file)).toBe(false))
    return
  }

  it('finds nearly all, and beside them only what a reader would call a copy too', () => {
    const { entries, originalOf } = wireWithCopies()
    const found = findNearDuplicates(entries)
    const firstOf = (id: string): string => found.get(id as EntryId) ?? id
    const caught = [...originalOf].filter(([copy, original]) => firstOf(copy) === firstOf(original))
    // A wire repeats itself: what it sent twice word for word, or but for a word or two, is a copy as well.
    const words = new Map(entries.map((entry) => [`${entry.id}`, wordsOf(entry)]))
    const right = [...found].filter(
      ([copy, original]) => originalOf.get(copy) === original || addedWords(words, copy, original) <= 2,
    )
    expect(caught.length / originalOf.size).toBeGreaterThanOrEqual(0.98)
    expect(right.length / found.size).toBeGreaterThanOrEqual(0.99)
  })
})

function wordsOf({ text }: StoryEntry): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
}

/** Words of the shorter that the longer lacks. */
function addedWords(words: ReadonlyMap<string, ReadonlySet<string>>, one: string, other: string): number {
  const [a, b] = [words.get(one) ?? new Set<string>(), words.get(other) ?? new Set<string>()]
  const [part, whole] = a.size <= b.size ? [a, b] : [b, a]
  return [...part].filter((word) => !whole.has(word)).length
}
