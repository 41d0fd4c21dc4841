import { expect, test } from 'vitest'
import { guessEncoding } from './guess-encoding.ts'

/** The bytes of a text, found by decoding all one- and two-byte sequences: Node encodes nothing but UTF-8. */
function encoded(text: string, label: string): Uint8Array {
  const decoder = new TextDecoder(label)
  const bytes = new Map<string, number[]>()
  for (let first = 0x80; first <= 0xff; first += 1) {
    for (let second = 0x40; second <= 0xfe; second += 1) {
      const sign = decoder.decode(Uint8Array.of(first, second))
      if ([...sign].length === 1 && !bytes.has(sign)) bytes.set(sign, [first, second])
    }
    bytes.set(decoder.decode(Uint8Array.of(first)), [first])
  }
  return Uint8Array.from(
    [...text].flatMap((sign) => (sign < '\u0080' ? [sign.charCodeAt(0)] : (bytes.get(sign) ?? []))),
  )
}

test.each([
  ['windows-1251', 'Паром вышел из гавани утром, сообщает Служба порта'],
  ['koi8-r', 'Паром вышел из гавани утром, сообщает Служба порта'],
  ['windows-1253', 'Το πλοίο έφυγε από το λιμάνι το πρωί'],
  ['windows-1255', 'המעבורת יצאה מהנמל בבוקר אל האי השקט'],
  ['windows-874', 'เรือออกจากท่าตอนเช้า'],
  ['windows-1252', 'Die Fähre verließ früh den Hafen für eine größere Überfahrt'],
  ['shift_jis', 'フェリーは朝に港を出ました。天気は良いです'],
  ['euc-kr', '여객선이 아침에 항구를 떠났다'],
  ['big5', '渡輪今天早上離開了港口，天氣很好'],
  ['gb18030', '渡轮今天早上离开了港口，天气很好'],
])('%s', (label, text) => {
  expect(guessEncoding(encoded(`<title>${text}</title>`, label))).toBe(label)
})
