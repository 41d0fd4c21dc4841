import { describe, expect, test } from 'vitest'
import type { Embedder } from '../domain/embedding.ts'
import { orderCandidates } from '../pipeline/ranking/order-candidates.ts'
import { rankInputOf, readRankRow } from './rank-row.ts'

const item = (id: string, title: string, ...categories: string[]) => ({ id, title, categories })
const boats = item('a', 'Ferry service resumes at Aldmoor', 'travel', 'boats')
const football = item('b', 'Aldmoor Rovers win the cup', 'sports', 'football')
const bread = item('c', 'A loaf that keeps for a week', 'food', 'baking')

/** Counts letters: enough to tell that vectors are taken and are the same each time. */
const embedder: Embedder = {
  model: 'letters',
  dimensions: 26,
  embed: async (texts) =>
    texts.map((text) => {
      const counts = new Float32Array(26)
      for (const letter of text.toLowerCase()) {
        const place = letter.charCodeAt(0) - 97
        if (place >= 0 && place < 26) counts[place] = (counts[place] ?? 0) + 1
      }
      const length = Math.hypot(...counts) || 1
      return counts.map((count) => count / length)
    }),
}

async function ranked(profile: object, candidates: readonly object[]) {
  const row = readRankRow({ id: 1, profile, candidates })
  if ('code' in row) throw new Error(row.message)
  const input = await rankInputOf(row, embedder)
  return orderCandidates(input).map(({ storyId, ...rest }) => ({ id: input.ids.get(storyId), ...rest }))
}
const order = async (profile: object, candidates: readonly object[]) =>
  (await ranked(profile, candidates)).map(({ id }) => id)

describe('a row in the rank format', () => {
  test('every candidate is ranked, best first, with reasons, whatever their order', async () => {
    const profile = { history: [item('h', 'Rovers draw at home', 'sports', 'football')] }
    const result = await ranked(profile, [boats, football, bread])
    expect(result[0]?.id).toBe('b')
    expect(result.length).toBe(3)
    expect(result.map(({ score }) => score)).toEqual(result.map(({ score }) => score).sort((a, b) => b - a))
    expect(result.every(({ reasons }) => reasons.length > 0)).toBe(true)
    expect(await ranked(profile, [bread, football, boats])).toEqual(result)
  })

  test('a candidate that was opened before, and one that stands twice, are ranked all the same', async () => {
    expect(await order({ history: [football] }, [football, boats, boats])).toEqual(['b', 'a', 'a'])
  })

  test('what is followed by name, by category or by source comes first', async () => {
    const sourced = { ...bread, source: 'The Aldmoor Baker' }
    expect((await order({ follows: ['boats'] }, [football, sourced, boats]))[0]).toBe('a')
    expect((await order({ follows: ['Rovers'] }, [boats, sourced, football]))[0]).toBe('b')
    expect((await order({ follows: [{ source: 'the aldmoor baker' }] }, [football, boats, sourced]))[0]).toBe('c')
  })

  test('what is muted never appears; what counts against comes later', async () => {
    expect(await order({ mutes: ['aldmoor'] }, [boats, football, bread])).toEqual(['c'])
    expect(await order({ mutes: [{ topic: 'sports' }, { words: 'loaf' }] }, [boats, football, bread])).toEqual(['a'])
    expect((await order({ mutes: [{ words: 'ferry', strength: 'less' }] }, [boats, football, bread]))[2]).toBe('a')
  })

  test('newer is better when nothing else is known, and an ended mute is none', async () => {
    const at = (hour: string, from: object) => ({ ...from, publishedAt: `2031-05-06T${hour}:00:00Z` })
    const mutes = [{ words: 'ferry', until: '2031-05-06T01:00:00Z' }]
    expect((await order({ mutes }, [at('03', football), at('09', boats), at('01', bread)]))[0]).toBe('a')
  })

  test('anything else is read for what it is worth, or is a problem', async () => {
    expect(readRankRow({ id: 1 })).toMatchObject({ code: 'candidates-missing' })
    expect(await order({ history: 'x', follows: [null, 3], mutes: {} }, [])).toEqual([])
    expect((await order({}, [{ id: 7 }, null, 'x'] as object[])).length).toBe(3)
  })
})
