/** The languages that the pages speak, each by its own name, and how numbers and dates are written in it. */
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import type { Messages } from './messages.ts'
import { zh } from './zh.ts'

type Language = {
  readonly name: string
  readonly messages: Messages
  /** For Intl. Arabic with the digits that stand in its headlines. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
}

export const languages = {
  en: { name: 'English', messages: en, locale: 'en-GB', direction: 'ltr' },
  es: { name: 'Español', messages: es, locale: 'es', direction: 'ltr' },
  de: { name: 'Deutsch', messages: de, locale: 'de', direction: 'ltr' },
  fr: { name: 'Français', messages: fr, locale: 'fr', direction: 'ltr' },
  zh: { name: '中文', messages: zh, locale: 'zh-Hans', direction: 'ltr' },
  ar: { name: 'العربية', messages: ar, locale: 'ar-u-nu-latn', direction: 'rtl' },
} as const satisfies Readonly<Record<string, Language>>

export type LanguageCode = keyof typeof languages

export function isLanguage(code: string): code is LanguageCode {
  return Object.hasOwn(languages, code)
}

/** Ranges of an Accept-Language header beyond these are not looked at. */
const rangesMax = 20

/** What the reader chose, else the first wish of the browser's that is spoken here, else English. */
export function chooseLanguage(chosen: string | undefined, acceptLanguage: string | undefined): LanguageCode {
  if (chosen !== undefined && isLanguage(chosen)) return chosen
  const wishes = (acceptLanguage ?? '')
    .split(',', rangesMax)
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { code: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality.trim().slice(2)) }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  return wishes.map(({ code }) => code).find(isLanguage) ?? 'en'
}
