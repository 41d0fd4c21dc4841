import type { Mention } from './named-entity.ts'

/** A name in the title is worth this many in the text. */
const titleWorth = 2.5
/** Sentences after which a mention is worth half. */
const halfAfterSentences = 5
/** "Chinese" speaks of China half as much as "China" does; "in Paris" of Paris less than "Paris", "PARIS (AP) —" hardly. */
const worth: Readonly<Record<Mention['role'], number>> = {
  name: 1,
  foreign: 1,
  seat: 0.8,
  adjective: 0.4,
  scene: 0.45,
  dateline: 0.15,
  credit: 0.02,
}
/** Weighted mentions at which an article is about something to 63 %. */
const enough = 3

/** How much an article is about an entity, in [0, 1): early, often and by itself, saturating. */
export function salienceOf(mentions: readonly Mention[], sentenceCount: number): number {
  let sum = 0
  for (const { sentence, role, share } of mentions) {
    const place = sentence === 0 ? titleWorth : 1 / (1 + (sentence - 1) / halfAfterSentences)
    sum += place * worth[role] * share
  }
  // One name in a text of one sentence says as much as three in a long one.
  const scale = sentenceCount < shortSentences ? enough * ((sentenceCount + 2) / (shortSentences + 2)) : enough
  return Math.round((1 - Math.exp(-sum / scale)) * 1000) / 1000
}

const shortSentences = 6
