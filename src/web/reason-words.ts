/** A reason in the reader's language: by its feature and what it is about. English is as the server said it. */
import type { ReasonView } from '../server/api/contract.ts'
import type { Words } from './words.ts'

export function reasonWords(words: Words, reason: ReasonView): string {
  return (words.language === 'en' ? undefined : translated(words, reason)) ?? reason.text
}

/** Undefined for a feature without words here, or one that does not say what it is about. */
function translated({ say, ago }: Words, { feature, about = {} }: ReasonView): string | undefined {
  const { name, count, passedMs } = about
  switch (feature) {
    case 'follow':
      return name === undefined ? undefined : say('reason.follow', { name })
    case 'nearest-opened':
      return name === undefined ? undefined : say('reason.opened', { name })
    case 'relevance':
      return say('reason.close')
    case 'topic-affinity':
    case 'entity-affinity':
    case 'source-affinity':
      return name === undefined ? undefined : say('reason.often', { name })
    case 'importance':
      return count === undefined ? say('reason.matters') : say('reason.sources', { count })
    case 'popularity':
      return say('reason.popular')
    case 'freshness':
      return passedMs === undefined ? undefined : say('reason.new', { ago: ago(passedMs) })
    case 'novelty':
      return count === undefined ? undefined : say('reason.reports', { count })
    case 'rarity':
      return name === undefined ? undefined : say('reason.rarely', { name })
    case 'unfamiliar':
      return say('reason.unfamiliar')
    default:
      return undefined
  }
}
