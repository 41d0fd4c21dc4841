import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyPointsOf } from './key-points.ts'

const title = 'Marlow Bay closes its harbour bridge'
const text = [
  'The council of Marlow Bay will close the harbour bridge for nine months from March, Mayor Ada Quill announced on Monday.',
  'He said it was needed.',
  '“We looked at every other way,” she told reporters.',
  'Engineers of the county found rust in 14 of the 20 pillars that carry the bridge over the harbour.',
  'This had been feared for years.',
  'Marlow Bay closes its harbour bridge.',
  'Ferries will carry 3,000 commuters a day across the harbour while the bridge is closed.',
  'However, the ferry company wants more money.',
].join(' ')

describe('keyPointsOf', () => {
  it("takes the page's own points before all else", () => {
    const pageKeyPoints = [' The bridge closes in March ', '', 'Ferries take over', 'Ferries take over']
    expect(keyPointsOf({ title, text, language: 'en', pageKeyPoints })).toEqual([
      'The bridge closes in March',
      'Ferries take over',
    ])
  })

  it('takes sentences that stand alone, in their order', () => {
    const points = keyPointsOf({ title, text, language: 'en' })
    expect(points).toHaveLength(3)
    expect(points[0]).toMatch(/^The council/)
    expect(points[1]).toMatch(/^Engineers/)
    expect(points[2]).toMatch(/^Ferries/)
  })

  it('finds none in short texts', () => {
    expect(keyPointsOf({ title, text: 'The bridge closes in March. Ferries take over.', language: 'en' })).toEqual([])
  })

  it('quotes the text, never more than three times, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (any) => {
        const points = keyPointsOf({ title: '', text: any, language: 'und' })
        expect(points.length).toBeLessThanOrEqual(3)
        for (const point of points) expect(any).toContain(point)
      }),
    )
  })
})
