/**
 * The invented world of the simulation: subjects, names within them, outlets, and stories day by day. Everything is drawn
 * from one seed. Embeddings are a subject's direction, a name's and noise, about a middle that all news shares.
 */
import type { EntryId, SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import { dot } from '../../pipeline/ranking/vectors.ts'

export const subjectCount = 20
export const namesPerSubject = 12
const sourceCount = 60
const dimensions = 64
export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

export type WorldStory = {
  readonly candidate: Candidate
  readonly subject: number
  readonly name: number
  /** How good it is for anyone, about [-2, 2]; nobody but the readers' choices tells of it. */
  readonly quality: number
}

export type Draw = () => number

export type World = { readonly storiesOf: (day: number) => readonly WorldStory[] }

export function worldOf(draw: Draw, options: { readonly days: number; readonly storiesPerDay: number }): World {
  const middle = directionOf(draw)
  const subjects = Array.from({ length: subjectCount }, () => directionOf(draw))
  const names = Array.from({ length: subjectCount * namesPerSubject }, () => directionOf(draw))
  const days = Array.from({ length: options.days }, (_, day) =>
    Array.from({ length: options.storiesPerDay }, (__, n): WorldStory => {
      // A few subjects have most of the news.
      const subject = Math.floor(draw() ** 1.5 * subjectCount)
      const name = subject * namesPerSubject + Math.floor(draw() ** 2 * namesPerSubject)
      const parts = [middle, subjects[subject], names[name], directionOf(draw)]
      return storyOf(draw, { id: `story-${day}-${n}`, subject, name, day, embedding: mixOf(parts, [1, 1, 0.7, 1]) })
    }),
  )
  return { storiesOf: (day) => days[day] ?? [] }
}

function storyOf(
  draw: Draw,
  made: { id: string; subject: number; name: number; day: number; embedding: Float32Array },
): WorldStory {
  const { id, subject, name } = made
  const quality = normal(draw) * 0.7
  // What many outlets report tends to be good, and not always is.
  const reports = Math.max(1, Math.round(Math.exp(normal(draw) * 0.8 + quality * 0.5)))
  const latestAtMs = made.day * dayMs + draw() * dayMs
  return {
    subject,
    name,
    quality,
    candidate: {
      // Ids are plain words: the brands say only which is which.
      story: {
        id: id as StoryId,
        headline: id,
        language: 'en',
        entryIds: Array.from({ length: reports }, (_, at) => `${id}-${at}` as EntryId),
        sourceIds: [
          ...new Set(Array.from({ length: reports }, () => `source-${Math.floor(draw() * sourceCount)}`)),
        ].map((source) => source as SourceId),
        firstAtMs: latestAtMs - 3 * hourMs * draw(),
        latestAtMs,
        keyPoints: [],
        topics: [
          { id: subjectTopic(subject), label: `Subject ${subject}`, kind: 'subject', score: 0.9 },
          { id: nameTopic(name), label: `Name ${name}`, kind: 'entity', score: 0.7 },
        ],
        entities: [],
        importance: Math.min(1, Math.log1p(reports - 1) / Math.log(12)),
      },
      embedding: made.embedding,
      popularity: 0,
    },
  }
}

export const subjectTopic = (subject: number): TopicId => `medtop:${subject}` as TopicId
const nameTopic = (name: number): TopicId => `entity:${name}` as TopicId

/** Standard normal, by Box and Muller's transform. */
export function normal(draw: Draw): number {
  return Math.sqrt(-2 * Math.log(draw() + 1e-12)) * Math.cos(2 * Math.PI * draw())
}

function directionOf(draw: Draw): Float32Array {
  return normalised(Float32Array.from({ length: dimensions }, () => normal(draw)))
}

function mixOf(parts: readonly (Float32Array | undefined)[], weights: readonly number[]): Float32Array {
  return normalised(
    Float32Array.from({ length: dimensions }, (_, at) =>
      parts.reduce((sum, part, place) => sum + (part?.[at] ?? 0) * (weights[place] ?? 0), 0),
    ),
  )
}

function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  return vector.map((value) => value / length)
}
