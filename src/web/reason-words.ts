/** A reason in the reader's language: by its feature and what it is about. English is as the server said it, but for names. */
import type { ReasonView } from '../server/api/contract.ts'
import { topicName } from './topic-name.ts'
import type { Words } from './words.ts'

/** `isShort`: for a line that may be cut. */
export function reasonWords(words: Words, reason: ReasonView, isShort = false): string {
  return words.language === 'en' ? inEnglish(words, reason) : (translated(words, reason, isShort) ?? reason.text)
}

/** With what the page calls its topic. */
function inEnglish(words: Words, reason: ReasonView): string {
  const said = reason.about?.name
  const name = nameIn(reason, words)
  return said === undefined || name === undefined ? reason.text : reason.text.replace(said, () => name)
}

/** Undefined for a feature without words here, or one that does not say what it is about. */
function translated(words: Words, reason: ReasonView, isShort: boolean): string | undefined {
  const { feature, about = {} } = reason
  const { say, ago } = words
  const { count, passedMs } = about
  const full = nameIn(reason, words)
  const name = full !== undefined && isShort ? words.shortened(full) : full
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

/** What the reason is about: a topic in the page's language. */
function nameIn({ about, control }: ReasonView, words: Words): string | undefined {
  const isTopic = control !== undefined && 'topicId' in control && control.label === about?.name
  return isTopic ? topicName({ id: control.topicId, label: control.label }, words) : about?.name
}
