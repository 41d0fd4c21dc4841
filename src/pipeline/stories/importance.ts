import type { StoryEntry } from '../../domain/story.ts'

/** Outlets at which coverage alone reaches half of its worth. */
const sourcesHalf = 5
/** Reports an hour, over the last day, at which velocity reaches half of its worth. */
const reportsPerHourHalf = 1
const velocityHalfLifeHours = 8

/** Reports are still coming in; or none for a day; or none for a week. */
export type LifeCycle = 'developing' | 'settled' | 'archived'
const developingHours = 24
const archivedHours = 7 * 24

/**
 * Importance in [0, 1]: coverage × velocity × diversity of outlets. Coverage grows with the distinct outlets; velocity with
 * the reports of the last hours, each halved every 8 hours; diversity falls when few outlets write most reports. `sources`
 * is how many outlets the installation follows: with few, few are enough.
 */
export function importanceOf(story: {
  readonly entries: readonly StoryEntry[]
  readonly sources: number
  readonly nowMs: number
}): number {
  const reports = new Map<string, number>()
  let recent = 0
  for (const entry of story.entries) {
    reports.set(entry.source, (reports.get(entry.source) ?? 0) + 1)
    const ageHours = Math.max(0, (story.nowMs - entry.publishedAtMs) / 3_600_000)
    if (!Number.isNaN(ageHours)) recent += 0.5 ** (ageHours / velocityHalfLifeHours)
  }
  if (reports.size === 0) return 0
  const half = Math.min(sourcesHalf, Math.max(1, story.sources / 4))
  const coverage = reports.size / (reports.size + half)
  const rate = recent / velocityHalfLifeHours
  const velocity = rate / (rate + reportsPerHourHalf / 4)
  return Math.cbrt(coverage * velocity * diversityOf([...reports.values()]))
}

export function lifeCycleOf(story: { readonly latestAtMs: number; readonly nowMs: number }): LifeCycle {
  const quietHours = (story.nowMs - story.latestAtMs) / 3_600_000
  if (quietHours < developingHours) return 'developing'
  return quietHours < archivedHours ? 'settled' : 'archived'
}

/** Effective number of outlets (inverse Simpson index) over the number of reports' outlets, in (0, 1]. */
function diversityOf(counts: readonly number[]): number {
  let total = 0
  let squares = 0
  for (const count of counts) {
    total += count
    squares += count * count
  }
  return squares === 0 ? 0 : (total * total) / squares / counts.length
}
