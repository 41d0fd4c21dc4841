/** What outlets are to one reader. */
import type { SourceId } from '../../domain/ids.ts'
import { evidenceOf } from '../readers/interest.ts'
import type { Scene } from './scene.ts'

/** Flag of an outlet's note. */
const followed = 1

/** Log-odds that this reader opens what an outlet publishes, from a prior of even odds. */
export function trustIn(id: SourceId, { profile, moment }: Pick<Scene, 'profile' | 'moment'>): number {
  const { positive, negative } = evidenceOf(profile.sources.get(id), moment)
  return Math.log((positive + 1) / (negative + 1))
}

/** The same of an outlet by its number in the scene's columns, worked out once for a page. */
export function trustInNumbered(number: number, scene: Scene): number {
  const notes = scene.columns.sourceNotes
  if (!notes.isKnown(number)) noteSource(number, scene)
  return notes.value(number)
}

export function isFollowedSource(number: number, scene: Scene): boolean {
  const notes = scene.columns.sourceNotes
  if (!notes.isKnown(number)) noteSource(number, scene)
  return notes.flags(number) === followed
}

function noteSource(number: number, scene: Scene): void {
  const { columns, followedSources } = scene
  const id = columns.sourceOf(number)
  if (id !== undefined) columns.sourceNotes.note(number, trustIn(id, scene), followedSources.has(id) ? followed : 0)
}
