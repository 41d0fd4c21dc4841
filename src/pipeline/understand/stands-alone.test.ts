import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standsAlone, withoutDateline } from './stands-alone.ts'

const alone = (text: string, language = 'en') => standsAlone(text, language)

describe('standsAlone', () => {
  it('is true of a sentence that names what it speaks of', () => {
    for (const text of [
      'The council of Marlow Bay will close the harbour bridge for nine months from March.',
      'In her speech on Monday, Ada Quill said that the harbour bridge would be closed in March.',
      'A man was taken to hospital after he fell from the harbour bridge of Marlow Bay on Monday.',
      'The minister said that she would not close the harbour bridge of the town before March.',
      'World War I began in the summer of that year, and the harbour bridge was built in it.',
    ])
      expect(alone(text)).toBe(true)
    expect(alone('Mit der Brücke von Marlow verliert die Stadt ihren ältesten Übergang.', 'de')).toBe(true)
    expect(alone('马洛湾市议会周一宣布，港口大桥将从三月起关闭九个月进行维修。', 'zh')).toBe(true)
  })

  it('counts the signs of scripts that write vowels as marks', () => {
    expect(alone('मार्लो बे की परिषद ने सोमवार को कहा कि बंदरगाह का पुल नौ महीने बंद रहेगा।', 'hi')).toBe(true)
  })

  it('is false of one that leans on what was said before', () => {
    for (const text of [
      'In her spare time, she paints the harbour bridge and the boats that pass under it every day.',
      'For instance, the harbour bridge of Marlow Bay was closed for nine months from March that year.',
      'After his fall from the bridge the man was taken to the hospital of the town on Monday evening.',
      'On Monday he said that the harbour bridge would be closed for nine months from March this year.',
      'Asked about the harbour bridge, the mayor of Marlow Bay told reporters on Monday to be patient.',
    ])
      expect(alone(text)).toBe(false)
    expect(alone('Mit ihren vier Pfeilern trägt die Brücke täglich Tausende über den Hafen von Marlow.', 'de')).toBe(
      false,
    )
    expect(
      alone('Denn die Brücke von Marlow trägt täglich Tausende von Menschen über den Hafen der Stadt.', 'de'),
    ).toBe(false)
    expect(
      alone('Asimismo, el puente del puerto de Marlow quedará cerrado durante nueve meses desde marzo.', 'es'),
    ).toBe(false)
  })

  it('is false of who speaks to the reader, and of what stands around the news', () => {
    for (const text of [
      'Let us look at why the harbour bridge of Marlow Bay was closed, and what we can learn from it.',
      'Every day we send you all the news from the harbour of Marlow Bay in one handy letter to read.',
      'Sign up for the newsletter of the Marlow Bay Post and never miss what happens at the harbour.',
      'The harbour bridge of Marlow Bay, seen from the ferry on Monday morning. (Photo: Ada Quill / Post)',
      'Photo: the harbour bridge of Marlow Bay, seen from the ferry that left the town on Monday morning.',
      '3. Hold the bridge at both of its ends and turn it slowly until the two halves come apart again.',
      'Ada Quill: The harbour bridge has to be closed because it is old, and because the pillars are weak.',
    ])
      expect(alone(text)).toBe(false)
    expect(alone('Quill said “we will close the harbour bridge of Marlow Bay for nine months” on Monday.')).toBe(true)
    expect(
      alone('Heute zeigen wir euch die Brücke von Marlow, über die täglich Tausende von Menschen gehen.', 'de'),
    ).toBe(false)
  })
})

describe('withoutDateline', () => {
  it.each([
    ['MARLOW BAY (AP) — The bridge is closed.', 'The bridge is closed.'],
    ['ST CATHERINE, Jamaica — The bridge is closed.', 'The bridge is closed.'],
    ['OSLO, March 3 (Reuters) - The bridge is closed.', 'The bridge is closed.'],
    ['MONTGOMERY, Ala. (AP)   The bridge is closed.', 'The bridge is closed.'],
    ['Düsseldorf, 22. November 2022 - Die Brücke ist zu.', 'Die Brücke ist zu.'],
    ['NATO said that the bridge - a long one - is closed.', 'NATO said that the bridge - a long one - is closed.'],
    ['The bridge is closed.', 'The bridge is closed.'],
    ['新华社北京11月3日电 大桥周一关闭。', '大桥周一关闭。'],
  ])('%s', (sentence, rest) => expect(withoutDateline(sentence)).toBe(rest))

  it('takes nothing but a beginning, whatever the sentence', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (any) => any.endsWith(withoutDateline(any))))
  })
})
