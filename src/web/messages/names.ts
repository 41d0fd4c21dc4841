/** Cities, bodies and events, by the ids of their entities, in the languages of the pages other than English. */
import { ar } from './names/ar.ts'
import { de } from './names/de.ts'
import { es } from './names/es.ts'
import { fr } from './names/fr.ts'
import { zh } from './names/zh.ts'

export const names = {
  ar: new Map(Object.entries(ar)),
  de: new Map(Object.entries(de)),
  es: new Map(Object.entries(es)),
  fr: new Map(Object.entries(fr)),
  zh: new Map(Object.entries(zh)),
} as const
