import { describe, expect, it } from 'vitest'
import { voicesOf } from './company.ts'
import { joinGroups } from './join-groups.ts'
import { storySettings } from './story-settings.ts'

/** Three outlets print one line of a wire (0, 1, 2); a report of its own (3) tells of the same event. */
const wire = [
  { left: 0, right: 1, logit: 6, words: 1, grams: 1 },
  { left: 0, right: 2, logit: 6, words: 0.9, grams: 0.9 },
  { left: 0, right: 3, logit: 2, words: 0.5, grams: 0.4 },
  { left: 1, right: 2, logit: 6, words: 0.9, grams: 0.9 },
  { left: 1, right: 3, logit: 2, words: 0.5, grams: 0.4 },
  { left: 2, right: 3, logit: 2, words: 0.5, grams: 0.4 },
]
/** Another report that is a little like the line, and nothing like the report beside it. */
const likeTheLine = [0, 1, 2].map((left) => ({ left, right: 4, logit: 0.3, words: 0.3, grams: 0.3 }))

describe('reports that say the same', () => {
  it('have one voice together', () => {
    const agreements = [...wire, ...likeTheLine]
    const voices = voicesOf(5, agreements)
    expect([...voices].map((voice) => voice.toFixed(2))).toEqual(['0.33', '0.33', '0.33', '1.00', '1.00'])
    expect(joinGroups(5, agreements, { ...storySettings, voices })).toEqual([0, 0, 0, 0, 4])
  })

  it('would outvote the others if each were heard', () => {
    expect(joinGroups(5, [...wire, ...likeTheLine], storySettings)).toEqual([0, 0, 0, 0, 0])
  })

  it('are one story, however few they are and whoever else says it', () => {
    const pair = [{ left: 0, right: 1, logit: 0.1, words: 0.9, grams: 0.9 }]
    expect(joinGroups(2, pair, { ...storySettings, voices: voicesOf(2, pair) })).toEqual([0, 0])
  })
})
