import type { Gazetteer } from './gazetteer.ts'
import type { Tagger } from './tagger.ts'

/** What recognising entities needs; opened once, read-only. */
export type EntityTools = { readonly gazetteer: Gazetteer; readonly tagger: Tagger }
