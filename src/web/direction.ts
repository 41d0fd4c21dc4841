/** Which way a text runs, where it must be known before its letters are looked at one by one. */

/** Languages whose scripts run from right to left. */
const rightToLeft: ReadonlySet<string> = new Set([
  'ar',
  'arc',
  'ckb',
  'dv',
  'fa',
  'he',
  'ks',
  'ps',
  'sd',
  'ug',
  'ur',
  'yi',
])

/** By its language; where that is not known, by its first letter. */
export function directionOf(language: string | undefined, text: string): 'ltr' | 'rtl' {
  const isRight = language === undefined ? startsRight.test(text) : rightToLeft.has(language.split('-')[0] ?? '')
  return isRight ? 'rtl' : 'ltr'
}

const startsRight = /^\P{L}*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u
