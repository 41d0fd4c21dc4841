/**
 * What `findSubjects` knows: the tree of subjects, words that speak for them, and sentences typical of them as vectors.
 * Made once from the files under lexicons/; read-only afterwards.
 */
import { type ByLanguage, byLanguage } from '../by-language.ts'
import { compileLexicon, type SubjectLexicon, type SubjectTerms } from './subject-words.ts'

export type SubjectFiles = {
  /** Subjects, parents before children. Ids have the form `medtop:NNNNNNNN`. */
  readonly tree: { readonly subjects: readonly (readonly [id: string, label: string, parent: string | null])[] }
  /** Terms by language and subject. */
  readonly words: Readonly<Record<string, SubjectTerms>>
  /** Vectors of typical sentences: 8-bit integers in base64, row by row, each row to its own scale. */
  readonly vectors: {
    readonly model: string
    readonly dimensions: number
    readonly subjects: readonly string[]
    readonly base64: string
  }
  readonly blend: SubjectBlend
}

/** The few numbers that weigh words against vectors; scripts/fit-subjects.mjs says how they were found. */
export type SubjectBlend = {
  /** How sharply the nearest typical sentences outweigh the others. */
  readonly sharpness: number
  /** Weight of the logarithm of the words' evidence, beside the vector's logarithm. */
  readonly words: number
  /** The same where there is no vector. */
  readonly wordsAlone: number
  /** Makes the scores as certain as they are right: above 1 more certain, below 1 less. */
  readonly certainty: number
}

export type Subject = {
  readonly id: string
  readonly label: string
  readonly parent: number | undefined
  readonly root: number
}

export type SubjectModel = {
  readonly subjects: readonly Subject[]
  /** Places of those without a parent, ascending. */
  readonly roots: readonly number[]
  readonly lexicons: ByLanguage<SubjectLexicon>
  readonly dimensions: number
  /** The mean vector of all roots: what news has in common, taken away from every vector before comparing. */
  readonly mean: Float32Array
  /** Typical sentences less the mean, of length 1, row by row; the subject of each in `vectorSubjects`. */
  readonly vectors: Float32Array
  readonly vectorSubjects: readonly number[]
  readonly blend: SubjectBlend
}

/** Throws on a subject that the tree does not have, and on vectors that are cut short. Takes some milliseconds. */
export function openSubjectModel(files: SubjectFiles): SubjectModel {
  const places = new Map(files.tree.subjects.map(([id], place) => [id, place]))
  const subjectOf = (id: string): number => {
    const place = places.get(id)
    if (place === undefined) throw new Error(`No subject has the id ${id}`)
    return place
  }
  const subjects: Subject[] = []
  for (const [id, label, parentId] of files.tree.subjects) {
    const parent = parentId === null ? undefined : subjectOf(parentId)
    const root = parent === undefined ? subjects.length : (subjects[parent]?.root ?? parent)
    subjects.push({ id, label, parent, root })
  }
  for (const terms of Object.values(files.words)) for (const id of Object.keys(terms)) subjectOf(id)
  const lexicons = byLanguage(Object.keys(files.words), (language) =>
    compileLexicon(language, files.words[language] ?? {}, subjectOf),
  )
  const { dimensions } = files.vectors
  const vectors = readVectors(files.vectors)
  const vectorSubjects = files.vectors.subjects.map(subjectOf)
  const mean = meanOfRoots(
    vectors,
    vectorSubjects.map((place) => subjects[place]?.root ?? place),
    dimensions,
  )
  for (let start = 0; start < vectors.length; start += dimensions) {
    vectors.set(centred(vectors.subarray(start, start + dimensions), mean), start)
  }
  const roots = [...new Set(subjects.map(({ root }) => root))]
  return { subjects, roots, lexicons, dimensions, mean, vectors, vectorSubjects, blend: files.blend }
}

/** A vector less the mean, of length 1. */
export function centred(vector: Float32Array, mean: Float32Array): Float32Array {
  const difference = vector.map((value, i) => value - (mean[i] ?? 0))
  const length = Math.hypot(...difference) || 1
  return difference.map((value) => value / length)
}

/** Each root counts the same, however many sentences it has. */
function meanOfRoots(vectors: Float32Array, roots: readonly number[], dimensions: number): Float32Array {
  const counts = new Map<number, number>()
  for (const root of roots) counts.set(root, (counts.get(root) ?? 0) + 1)
  const mean = new Float32Array(dimensions)
  for (const [row, root] of roots.entries()) {
    const share = 1 / ((counts.get(root) ?? 1) * counts.size)
    for (let i = 0; i < dimensions; i++) mean[i] = (mean[i] ?? 0) + share * (vectors[row * dimensions + i] ?? 0)
  }
  return mean
}

function readVectors({ base64, dimensions, subjects }: SubjectFiles['vectors']): Float32Array {
  const letters = atob(base64)
  const bytes = new Int8Array(letters.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i)
  if (bytes.length !== subjects.length * dimensions) {
    throw new Error(`${bytes.length} numbers for ${subjects.length} vectors of ${dimensions}`)
  }
  const vectors = new Float32Array(bytes)
  for (let start = 0; start < vectors.length; start += dimensions) {
    const row = vectors.subarray(start, start + dimensions)
    const length = Math.hypot(...row) || 1
    for (let i = 0; i < dimensions; i++) row[i] = (row[i] ?? 0) / length
  }
  return vectors
}
