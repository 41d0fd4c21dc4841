/**
 * Article → Understood: the language first, then entities, key points and topics. Knows neither sources nor readers nor
 * other articles; all it is given is the article and the tools.
 */
import type { TopicId } from '../../domain/ids.ts'
import type { EntityMention, TopicScore, Understood } from '../../domain/topic.ts'
import type { EntityTools } from './entities/entity-tools.ts'
import { findEntities } from './entities/find-entities.ts'
import type { Gazetteer } from './entities/gazetteer.ts'
import { keyPointsOf } from './key-points.ts'
import { detectLanguage } from './language.ts'
import { findRelations } from './relations.ts'
import { splitSentences } from './sentences.ts'
import { findSubjects } from './subjects/find-subjects.ts'
import type { SubjectModel } from './subjects/subject-model.ts'

/** Entities that an article is about enough for its readers to follow them. */
const entityTopicsMax = 8
const entityTopicSalienceMin = 0.25
const sport = 'medtop:15000000'

export type UnderstandInput = {
  readonly title: string
  readonly text: string
  /** As the publisher declares it, in any form of BCP 47. */
  readonly language?: string
  readonly pageKeyPoints?: readonly string[]
  /** The topic line over the headline ("China–Russia relations"). */
  readonly topicLine?: string
  /** Vector of title and first sentences, of the model that the subjects were made with. */
  readonly embedding?: Float32Array
}

/** Opened once, shared by all articles, read-only. */
export type UnderstandTools = { readonly entities: EntityTools; readonly subjects: SubjectModel }

/** Deterministic; 1 to 2 ms for an article of 200 words, half of it for entities. */
export function understandArticle(input: UnderstandInput, tools: UnderstandTools): Understood {
  const { title, text, pageKeyPoints = [], topicLine, embedding } = input
  const language = detectLanguage(`${title}\n${text}`, input.language)
  // Key points on the page are part of what it says, and are not in the text of the body.
  const missing = pageKeyPoints.filter((point) => !text.includes(point))
  const sentences = splitSentences(text, language)
  const entities = findEntities({ title, text, language, sentences, keyPoints: missing }, tools.entities)
  const whole = [...missing.flatMap((point) => splitSentences(point, language)), ...sentences]
  const subjects = findSubjects(
    { title, text, language, ...(embedding === undefined ? {} : { embedding }) },
    tools.subjects,
  )
  // Teams of two countries who meet are no relation of these, unless the publisher says so.
  const isSport = subjects[0]?.id === sport && topicLine === undefined
  const relations = findRelations(
    isSport ? [] : entities,
    { title, text, language, sentences: whole, ...(topicLine === undefined ? {} : { topicLine }) },
    tools.entities.gazetteer,
  )
  const topics = [...subjects, ...relations, ...entityTopics(entities, tools.entities.gazetteer)].sort(
    (a, b) => b.score - a.score,
  )
  return { language, keyPoints: keyPointsOf({ title, text, language, sentences, pageKeyPoints }), topics, entities }
}

function entityTopics(entities: readonly EntityMention[], { names }: Gazetteer): TopicScore[] {
  // A team called by its town alone would stand beside the town as a second topic of that name, and be several teams at once.
  const isTown = ({ kind, name }: EntityMention) =>
    kind === 'organisation' && names.get(name.toLowerCase())?.types.includes('city') === true
  return entities
    .filter((entity) => entity.salience >= entityTopicSalienceMin && !isTown(entity))
    .slice(0, entityTopicsMax)
    .map(({ id, name, salience }) => ({
      // The form of an entity's TopicId.
      id: `entity:${id}` as TopicId,
      label: name,
      kind: 'entity',
      score: salience,
    }))
}
