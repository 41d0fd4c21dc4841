/** Names of subjects in the languages of the pages; in English only of those whose own names are too long for a line. */
import { ar } from './subjects/ar.ts'
import { de } from './subjects/de.ts'
import { en } from './subjects/en.ts'
import { es } from './subjects/es.ts'
import { fr } from './subjects/fr.ts'
import { zh } from './subjects/zh.ts'

export const subjects = {
  ar: new Map(Object.entries(ar)),
  de: new Map(Object.entries(de)),
  en: new Map(Object.entries(en)),
  es: new Map(Object.entries(es)),
  fr: new Map(Object.entries(fr)),
  zh: new Map(Object.entries(zh)),
} as const
