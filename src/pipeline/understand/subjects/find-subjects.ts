/**
 * Which subjects of the IPTC Media Topics an article is about.
 *
 * Two kinds of evidence, added as logarithms: words that speak for a subject, and how near the article's vector lies to
 * sentences typical of it. The root is decided first, as one distribution over all roots; each narrower subject then
 * gets its root's score times its share of the evidence within the root, so a child never scores above its parent.
 */
import type { TopicId } from '../../../domain/ids.ts'
import type { TopicScore } from '../../../domain/topic.ts'
import { centred, type Subject, type SubjectModel } from './subject-model.ts'
import type { SubjectLexicon } from './subject-words.ts'
import { findSubjectWords } from './subject-words.ts'

/** Subjects below this score are left out: they would be wrong more often than right. */
const scoreMin = 0.05
const subjectsMax = 12
/** Typical sentences are written in English, and so are the texts that the built-in vectors understand. */
const vectorLanguage = 'en'
/** The vector's share of a root that no typical sentence comes near to; words can still speak for it. */
const shareFloor = 1e-3
/** How much a child needs to stand out against its siblings to be named beside its root. */
const shareMin = 0.3

/**
 * Subjects by falling score in [0, 1]; roots add up to at most 1. Empty where nothing speaks for any subject.
 * `embedding` must come from the model named in the files and is used for English only. O(words + sentences · 512).
 */
export function findSubjects(
  input: {
    readonly title: string
    readonly text?: string
    readonly language: string
    readonly embedding?: Float32Array
  },
  model: SubjectModel,
): TopicScore[] {
  const words = wordEvidence(input, model)
  const nearness = vectorEvidence(input, model)
  if (words.total === 0 && nearness === undefined) return []
  const roots = rootScores(words, nearness, model)
  const scores = narrowScores(roots, words, nearness, model)
  const told: { readonly subject: Subject; readonly score: number }[] = []
  // Of a thousand subjects a dozen have a score: no object is made of the others.
  for (let place = 0; place < scores.length; place += 1) {
    const [subject, score] = [model.subjects[place], scores[place] ?? 0]
    if (subject !== undefined && score >= scoreMin) told.push({ subject, score })
  }
  return told
    .sort((a, b) => b.score - a.score)
    .slice(0, subjectsMax)
    .map(({ subject, score }) => ({
      // Ids of the tree have the form `medtop:NNNNNNNN`, which is what a subject's TopicId is.
      id: subject.id as TopicId,
      label: subject.label,
      kind: 'subject',
      score: Math.round(score * 1000) / 1000,
    }))
}

/** Evidence summed up the tree: a subject has its own and that of all its descendants. */
type Evidence = { readonly bySubject: Float64Array; readonly total: number }

function wordEvidence(input: { title: string; text?: string; language: string }, model: SubjectModel): Evidence {
  const bySubject = new Float64Array(model.subjects.length)
  const lexicon = lexiconFor(input.language, model)
  let total = 0
  if (lexicon !== undefined) {
    for (const [place, evidence] of findSubjectWords(input, lexicon)) {
      total += evidence
      addUpwards(bySubject, place, evidence, model)
    }
  }
  return { bySubject, total }
}

function lexiconFor(language: string, model: SubjectModel): SubjectLexicon | undefined {
  return model.lexicons.get(language === 'und' ? vectorLanguage : language)
}

/** Each typical sentence weighs e^(sharpness · cosine), so that the nearest few decide: a kernel density per subject. */
function vectorEvidence(
  input: { readonly language: string; readonly embedding?: Float32Array },
  model: SubjectModel,
): Evidence | undefined {
  const { embedding } = input
  if (embedding === undefined || embedding.length !== model.dimensions) return undefined
  if (input.language !== vectorLanguage && input.language !== 'und') return undefined
  if (embedding.every((value) => value === 0)) return undefined
  const bySubject = new Float64Array(model.subjects.length)
  const cosines = cosinesOf(centred(embedding, model.mean), model)
  let total = 0
  for (const [row, place] of model.vectorSubjects.entries()) {
    const weight = Math.exp(model.blend.sharpness * (cosines[row] ?? 0))
    total += weight
    addUpwards(bySubject, place, weight, model)
  }
  return { bySubject, total }
}

/** Inner product with each typical sentence; four at once, because each sum has to wait for its last addition. */
function cosinesOf(vector: Float32Array, { vectors, dimensions, vectorSubjects }: SubjectModel): Float64Array {
  const cosines = new Float64Array(vectorSubjects.length)
  // The last four may overlap the four before: reading beyond the end would make every look slow.
  for (let row = 0; row < cosines.length; row += 4) {
    const first = Math.max(0, Math.min(row, cosines.length - 4))
    const at = first * dimensions
    const [second, third, fourth] = [at + dimensions, at + 2 * dimensions, at + 3 * dimensions]
    let [one, two, three, four] = [0, 0, 0, 0]
    for (let i = 0; i < dimensions; i++) {
      const value = vector[i] ?? 0
      one += value * (vectors[at + i] ?? 0)
      two += value * (vectors[second + i] ?? 0)
      three += value * (vectors[third + i] ?? 0)
      four += value * (vectors[fourth + i] ?? 0)
    }
    cosines[first] = one
    cosines[first + 1] = two
    cosines[first + 2] = three
    cosines[first + 3] = four
  }
  return cosines
}

function addUpwards(bySubject: Float64Array, place: number, evidence: number, model: SubjectModel): void {
  for (let at: number | undefined = place; at !== undefined; at = model.subjects[at]?.parent) {
    bySubject[at] = (bySubject[at] ?? 0) + evidence
  }
}

function rootScores(words: Evidence, nearness: Evidence | undefined, model: SubjectModel): ReadonlyMap<number, number> {
  const { blend } = model
  const scores = new Map<number, number>()
  let sum = 0
  for (const place of model.roots) {
    const byWords = (nearness === undefined ? blend.wordsAlone : blend.words) * Math.log1p(words.bySubject[place] ?? 0)
    const byVector =
      nearness === undefined ? 0 : Math.log((nearness.bySubject[place] ?? 0) / nearness.total + shareFloor)
    const score = Math.exp(blend.certainty * (byWords + byVector))
    scores.set(place, score)
    sum += score
  }
  return new Map([...scores].map(([place, score]) => [place, score / sum]))
}

function narrowScores(
  roots: ReadonlyMap<number, number>,
  words: Evidence,
  nearness: Evidence | undefined,
  model: SubjectModel,
): Float64Array {
  const scores = new Float64Array(model.subjects.length)
  for (const [place, rootScore] of roots) scores[place] = rootScore
  for (let place = 0; place < scores.length; place += 1) {
    // What nothing speaks for has no share.
    if ((words.bySubject[place] ?? 0) === 0 && (nearness?.bySubject[place] ?? 0) === 0) continue
    const subject = model.subjects[place]
    if (subject?.parent === undefined) continue
    const { root } = subject
    const rootScore = roots.get(root) ?? 0
    const share = shareOf(words, place, root) + (nearness === undefined ? 0 : shareOf(nearness, place, root))
    const mean = nearness === undefined || (words.bySubject[root] ?? 0) === 0 ? share : share / 2
    if (mean >= shareMin) scores[place] = rootScore * Math.min(1, mean)
  }
  return scores
}

function shareOf(evidence: Evidence, place: number, root: number): number {
  const whole = evidence.bySubject[root] ?? 0
  return whole === 0 ? 0 : (evidence.bySubject[place] ?? 0) / whole
}
