import { expect, it } from 'vitest'
import { detectLanguage } from './language.ts'

it.each([
  ['The council of Marlow Bay has voted to close the old harbour bridge for repairs next spring.', undefined, 'en'],
  ['El ayuntamiento de Puerto Lunar aprobó ayer el cierre del viejo puente durante la primavera.', undefined, 'es'],
  ['Der Stadtrat hat am Montag beschlossen, die alte Brücke im Frühjahr für Reparaturen zu schließen.', 'en', 'de'],
  ['市议会昨天决定明年春天关闭旧桥', undefined, 'zh'],
  ['市議会は昨日、古い橋を閉鎖することを決めた', 'zh', 'ja'],
  ['Bridge shut', 'en-GB', 'en'],
  ['Bridge shut', 'EN_us', 'en'],
  ['12 : 34', undefined, 'und'],
  ['12 : 34', 'fr', 'fr'],
  ['', undefined, 'und'],
  ['Старый мост через реку закроют на ремонт весной, решил городской совет', 'en', 'ru'],
])('tells the language of "%s" declared as %s', (text, hint, expected) => {
  expect(detectLanguage(text, hint)).toBe(expected)
})
