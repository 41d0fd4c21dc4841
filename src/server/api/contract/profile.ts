/** Words on the wire about what is known of a reader, and why a story is where it is. Joins `contract.ts`. */
import { z } from '@hono/zod-openapi'
import type { Problem } from '../../../domain/problem.ts'
import { reasonSchema } from '../contract.ts'

const id = z.string()
const count = z.number().int().min(0)

export const historyBytesMax = 10 * 1024 * 1024

/** Why a story is on the reader's page, or why it is not. */
export const whySchema = z
  .object({
    storyId: id,
    /**
     * on-page · outranked: others are worth more · crowded-out: its outlet or subject has its part of the page, or this
     * page explored something else · other-language: than those that the reader chose to read · muted · hidden · read: and nothing was added since · too-old: no longer in the window
     */
    verdict: z.enum(['on-page', 'outranked', 'crowded-out', 'other-language', 'muted', 'hidden', 'read', 'too-old']),
    /** The verdict in one sentence. */
    text: z.string(),
    /** From 1, when it is on the page. */
    place: count.optional(),
    /** What the story is worth to this reader, and the least of a story on the page, in log-odds. */
    score: z.number().optional(),
    scoreNeeded: z.number().optional(),
    /** The mute that keeps it away, to lift it with DELETE /mutes/{id}. */
    muteId: id.optional(),
    /** What speaks for it, strongest first, each with its control. */
    reasons: z.array(reasonSchema),
    /** What speaks against it, strongest first. */
    against: z.array(z.object({ feature: z.string(), text: z.string(), weight: z.number() })),
    /** Every feature that is not zero: its value, this reader's weight, and their product. */
    features: z.array(
      z.object({ feature: z.string(), value: z.number(), weight: z.number(), contribution: z.number() }),
    ),
  })
  .openapi('Why')

export const historyRequestSchema = z
  .object({
    /** opml: a list of sources, to be added and followed. starred-json: saved items as other readers export them. */
    format: z.enum(['opml', 'starred-json']),
    text: z.string().min(1).max(historyBytesMax),
  })
  .openapi('HistoryRequest')

export const historyResultSchema = z
  .object({
    followed: count,
    /** Items of which a story is known here: saved, and learned from. */
    saved: count,
    /** Items that were learned from by what their words are about. */
    understood: count,
    /** Items that nothing could be learned from. */
    passedOver: count,
  })
  .openapi('HistoryResult')

export const erasureRequestSchema = z
  .object({
    /** learned: signals, interests, weights and the log of pages. everything: follows, mutes, dials, languages and saved stories too. */
    what: z.enum(['learned', 'everything']),
  })
  .openapi('ErasureRequest')

const readsMax = 60
const subtagMax = 35

export const readsSchema = z
  .object({
    /** Primary subtags of BCP 47, as `de`; what follows in a tag is left away. None means all languages. */
    languages: z.array(z.string().max(subtagMax)).max(readsMax),
  })
  .openapi('LanguagesRead')

/** Codes as stories have them, each once, in their order; refused where one is none. */
export function readsOf(given: readonly string[]): string[] | { readonly refused: Problem } {
  const codes = new Set<string>()
  for (const tag of given) {
    const code = primarySubtag(tag.trim())
    if (code === undefined)
      return {
        refused: {
          code: 'language-unfit',
          message: `${JSON.stringify(tag)} is no language: two or three letters of BCP 47 are needed, as "de".`,
        },
      }
    codes.add(code)
  }
  return [...codes].sort()
}

/** Of a tag like `pt-BR`: `pt`. The short code where a language has one. */
function primarySubtag(tag: string): string | undefined {
  if (!/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(tag)) return undefined
  try {
    const { language } = new Intl.Locale(tag)
    return language === 'und' ? undefined : language
  } catch {
    return undefined
  }
}

export type WhyView = z.infer<typeof whySchema>
export type HistoryResult = z.infer<typeof historyResultSchema>
