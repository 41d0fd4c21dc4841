import { expect, it } from 'vitest'
import { detectLanguage } from './language.ts'

it.each([
  ['The council of Marlow Bay has voted to close the old harbour bridge for repairs next spring.', undefined, 'en'],
  ['El ayuntamiento de Puerto Lunar aprobó ayer el cierre del viejo puente durante la primavera.', undefined, 'es'],
  ['Der Stadtrat hat am Montag beschlossen, die alte Brücke im Frühjahr für Reparaturen zu schließen.', 'en', 'de'],
  ['市议会昨天决定明年春天关闭旧桥', undefined, 'zh'],
  ['市議会は昨日、古い橋を閉鎖することを決めた', 'zh', 'ja'],
  ['The council of Marlow Bay said that the old bridge was shut by the wind and the rain.', 'en-GB', 'en'],
  ['The council of Marlow Bay said that the old bridge was shut by the wind and the rain.', 'es', 'en'],
  ['El ayuntamiento y los vecinos de Puerto Lunar cierran el puente por una tormenta y por el viento.', 'es', 'es'],
  ['Het bestuur van Maanstad sluit die oude brug van maandag tot vrijdag voor het verkeer in de stad.', 'de', 'nl'],
  [
    `${'市议会昨天决定明年春天关闭旧桥'.repeat(40)} by the council and the mayor, said the paper that the council owns.`,
    'en',
    'zh',
  ],
  ['Bridge shut', 'en-GB', 'en'],
  ['Bridge shut', 'EN_us', 'en'],
  ['12 : 34', undefined, 'und'],
  ['12 : 34', 'fr', 'fr'],
  ['', undefined, 'und'],
  ['Старый мост через реку закроют на ремонт весной, решил городской совет', 'en', 'ru'],
])('tells the language of "%s" declared as %s', (text, hint, expected) => {
  expect(detectLanguage(text, hint)).toBe(expected)
})
