/** Classes that editors of a collection gave its articles, and which of our subjects mean which class. */

export type TopicClasses = {
  /** Classes by the id of a subject at the top of the tree. */
  readonly roots: Readonly<Record<string, string>>
  /** Classes that are one subject further down. */
  readonly narrow: Readonly<Record<string, string>>
  /** Classes that count as another one. */
  readonly merged: Readonly<Record<string, string>>
}

/** The class of articles whose subjects mean none. */
export const noClass = 'none'
/** A narrow subject decides when it has this share of the best score. */
const narrowShare = 0.5

/** The class that found subjects mean: a narrow one where it carries half of the best score, else that of the best root. */
export function classOf(
  topics: readonly { readonly id: string; readonly score: number }[],
  { roots, narrow }: Pick<TopicClasses, 'roots' | 'narrow'>,
): string {
  const best = topics[0]?.score ?? 0
  const narrowTopic = topics.find(({ id, score }) => narrow[id] !== undefined && score >= best * narrowShare)
  const root = topics.find(({ id }) => roots[id] !== undefined)
  return (narrowTopic && narrow[narrowTopic.id]) ?? (root && roots[root.id]) ?? noClass
}

/** From a file's JSON; undefined where it has another form. */
export function readTopicClasses(value: unknown): TopicClasses | undefined {
  if (typeof value !== 'object' || value === null || !('roots' in value)) return undefined
  const { roots } = value
  const narrow = 'narrow' in value ? value.narrow : {}
  const merged = 'merged' in value ? value.merged : {}
  return isNames(roots) && isNames(narrow) && isNames(merged) ? { roots, narrow, merged } : undefined
}

function isNames(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((name) => typeof name === 'string')
}
