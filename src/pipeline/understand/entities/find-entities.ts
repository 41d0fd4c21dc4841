/**
 * Names in an article → entities. Sentences are tagged one by one, made consistent over the whole article, and the forms of
 * one entity are folded: short names into full ones, letters into what they stand for, capitals into the countries they
 * govern. Knows nothing of subjects, stories or readers.
 */
import type { EntityMention } from '../../../domain/topic.ts'
import type { SplitText } from '../sentences.ts'
import { withoutDateline } from '../stands-alone.ts'
import type { EntityTools } from './entity-tools.ts'
import { foldNames } from './fold-names.ts'
import { type ForeignMention, findForeignNames } from './foreign-names.ts'
import { withoutHeadlineWords } from './headline-names.ts'
import type { NamedEntity } from './named-entity.ts'
import { salienceOf } from './salience.ts'
import { tagSentences } from './spans.ts'

/** Entities kept of one article, the most salient first. */
const entitiesMax = 60

/**
 * People, organisations, places, works and events, by falling salience. Where letters have no capitals, and in languages
 * whose words our lists don't hold, less is found: there it is countries and cities above all. Some milliseconds for 300 words.
 */
export function findEntities(
  article: SplitText & {
    readonly title: string
    /** Key points that stand on the page beside the text. */
    readonly keyPoints?: readonly string[]
  },
  tools: EntityTools,
): EntityMention[] {
  const sentences = withoutHeadlineWords(tagSentences(article, tools), tools.gazetteer)
  const entities = foldNames(sentences, tools.gazetteer)
  addForeign(entities, article, tools)
  return [...entities.values()]
    .map((entity) => mentionOf(entity, sentences.length))
    .filter(({ mentions }) => mentions.length > 0)
    .sort((a, b) => b.salience - a.salience || b.count - a.count || (a.id < b.id ? -1 : 1))
    .slice(0, entitiesMax)
}

function mentionOf(entity: NamedEntity, sentenceCount: number): EntityMention {
  const { id, name, kind, wikidataId } = entity.entity
  const own = entity.mentions.filter(({ role }) => role !== 'adjective')
  const distinct = (mentions: readonly { written: string }[]) => [...new Set(mentions.map(({ written }) => written))]
  const seats = distinct(own.filter(({ role }) => role === 'seat'))
  return {
    id,
    name,
    kind,
    mentions: distinct(own),
    count: entity.mentions.length,
    salience: salienceOf(entity.mentions, sentenceCount),
    ...(wikidataId === undefined ? {} : { wikidataId }),
    ...(seats.length === 0 ? {} : { seats }),
  }
}

/** A dateline is no longer. */
const firstLineMax = 120

/** Adds what the lists of other languages know, in place of what the tagger made of the same letters. */
function addForeign(
  entities: Map<string, NamedEntity>,
  article: { readonly title: string; readonly text: string; readonly language: string },
  tools: EntityTools,
): void {
  if (article.language === 'en' || article.language === 'und') return
  const text = `${article.title}\n${article.text}`
  const found = findForeignNames(text, article.language, tools.gazetteer)
  if (found.length === 0) return
  const rest = withoutMentions(text, found)
  const forms = [...new Set(found.map(({ written }) => written))]
  const small = tools.gazetteer.stopWords.get(article.language)
  const isMadeOfThem = (name: string): boolean => {
    const others = forms.reduce((left, form) => left.replaceAll(form, ' '), name)
    return (
      forms.some((form) => form.includes(name)) || others.split(/\s+/u).every((word) => word === '' || small?.has(word))
    )
  }
  for (const [id, { mentions }] of entities)
    if (mentions.every(({ written }) => !rest.includes(written) && isMadeOfThem(written))) entities.delete(id)
  const firstLine = article.text.slice(0, firstLineMax)
  const datelineTo = article.title.length + 1 + firstLine.length - withoutDateline(firstLine).length
  for (const { entity, written, at } of found) {
    const known = entities.get(entity.id) ?? { entity, mentions: [] }
    const inTitle = at < article.title.length
    known.mentions.push({
      written,
      sentence: inTitle ? 0 : 1 + Math.floor((at - article.title.length) / 120),
      role: !inTitle && at < datelineTo ? 'dateline' : 'foreign',
      share: 1,
    })
    entities.set(entity.id, known)
  }
}

function withoutMentions(text: string, mentions: readonly ForeignMention[]): string {
  let rest = ''
  let from = 0
  for (const { at, written } of mentions) {
    rest += `${text.slice(from, at)}\u0000`
    from = at + written.length
  }
  return rest + text.slice(from)
}
