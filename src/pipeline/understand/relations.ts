/** Relations of two countries or blocs: a topic that a reader can follow, as "China–Russia relations". */
import type { EntityId, TopicId } from '../../domain/ids.ts'
import type { EntityMention, TopicScore } from '../../domain/topic.ts'
import type { Gazetteer } from './entities/gazetteer.ts'
import { type SplitText, sentencesOf } from './sentences.ts'

/** Parties considered in one article, by salience. */
const partiesMax = 6
const relationsMax = 3
/** Sentences looked at; news tells whom it is about before this. */
const sentencesMax = 80
/** A pair must be named together in this many sentences, or in the topic line. */
const sentencesTogetherMin = 2
const scoreMin = 0.2

/** Blocs that act like states. */
const blocs: ReadonlySet<string> = new Set(['organisation:european-union', 'organisation:nato', 'organisation:asean'])

type Party = Pick<EntityMention, 'id' | 'name' | 'mentions' | 'salience'>

/** The topic of the relation of two entities, the same whichever comes first. `score` is left to the caller. */
export function relationOf(
  a: Pick<EntityMention, 'id' | 'name'>,
  b: Pick<EntityMention, 'id' | 'name'>,
  score: number,
): TopicScore {
  const [first, second] = a.id < b.id ? [a, b] : [b, a]
  const [left, right] = a.name < b.name ? [a.name, b.name] : [b.name, a.name]
  return {
    // The form of a relation's TopicId: both entity ids, sorted.
    id: `relation:${first.id}|${second.id}` as TopicId,
    label: `${left}–${right} relations`,
    kind: 'relation',
    score,
  }
}

/** True for what may stand at one end of a relation: countries, and blocs that act like them. */
function isParty(id: EntityId): boolean {
  return id.startsWith('country:') || blocs.has(id)
}

/**
 * Relations that an article is about, by falling score in [0, 1]: pairs of salient countries or blocs that its sentences name
 * together. `topicLine` is the publisher's own line over the headline; a pair named there counts as certain. O(text).
 */
export function findRelations(
  entities: readonly Party[],
  article: SplitText & { readonly title: string; readonly topicLine?: string },
  gazetteer: Pick<Gazetteer, 'adjectives'>,
): TopicScore[] {
  const parties = entities
    .filter(({ id }) => isParty(id))
    .sort((a, b) => b.salience - a.salience)
    .slice(0, partiesMax)
  if (parties.length < 2) return []
  const sentences = sentencesOf(article).slice(0, sentencesMax)
  const forms = parties.map(({ id, name, mentions }) => [name, ...mentions, ...(gazetteer.adjectives.get(id) ?? [])])
  const named = [article.title, ...sentences.map(({ text }) => text)].map((text) =>
    forms.map((own) => namesAny(text, own)),
  )
  const inTopicLine = forms.map((own) => article.topicLine !== undefined && namesAny(article.topicLine, own))
  const relations: TopicScore[] = []
  for (const [i, a] of parties.entries()) {
    for (const [j, b] of parties.entries()) {
      if (j <= i) continue
      const together = named.filter((row) => row[i] === true && row[j] === true).length
      const inTitle = named[0]?.[i] === true && named[0]?.[j] === true
      const certain = inTopicLine[i] === true && inTopicLine[j] === true
      if (!certain && !inTitle && together < sentencesTogetherMin) continue
      const either = named.filter((row) => row[i] === true || row[j] === true).length
      const score = certain ? 1 : relationScore({ a, b, together, either, inTitle })
      if (score >= scoreMin) relations.push(relationOf(a, b, score))
    }
  }
  return relations.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, relationsMax)
}

/** Both salient, and mostly named together; a title that names both is worth a quarter. */
function relationScore(pair: {
  readonly a: Party
  readonly b: Party
  readonly together: number
  readonly either: number
  readonly inTitle: boolean
}): number {
  const both = Math.sqrt(pair.a.salience * pair.b.salience)
  const share = pair.either === 0 ? 0 : pair.together / pair.either
  const enough = 1 - 1 / (1 + pair.together)
  const score = both * (0.35 + 0.65 * share) * enough + (pair.inTitle ? 0.25 * both : 0)
  return Math.round(Math.min(0.99, score) * 1000) / 1000
}

function namesAny(text: string, forms: readonly string[]): boolean {
  return forms.some((form) => hasWord(text, form))
}

/** True where the form stands by itself, or anywhere in scripts without blanks. */
function hasWord(text: string, form: string): boolean {
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length)) {
    const before = text[at - 1] ?? ' '
    const after = text[at + form.length] ?? ' '
    if (/\p{Script=Han}/u.test(form) || (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after))) return true
    if (form === '') return false
  }
  return false
}
