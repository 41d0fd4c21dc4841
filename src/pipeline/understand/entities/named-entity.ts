/** An entity with where an article mentions it. */
import type { KnownEntity } from './gazetteer.ts'

/**
 * `scene`: where something happens ("in Paris"); `dateline`: where the report was written; `seat`: a place that stands for its
 * government; `credit`: the agency that the article comes from ("(AP)"), or the outlet ("… - Harbour Post").
 */
export type MentionRole = 'name' | 'foreign' | 'seat' | 'adjective' | 'scene' | 'dateline' | 'credit'
export type Mention = {
  readonly written: string
  readonly sentence: number
  readonly role: MentionRole
  /** How much of a mention it is, in (0, 1]: less in a key point, which repeats the text, and in a row of names. */
  readonly share: number
}
export type NamedEntity = { readonly entity: KnownEntity; readonly mentions: Mention[] }
