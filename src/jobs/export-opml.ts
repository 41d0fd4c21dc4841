import { writeOpml } from '../pipeline/feeds/opml.ts'
import type { Database } from '../platform/storage/database.ts'
import { listSources } from '../platform/storage/sources.ts'

/** All feeds in their folders, as an OPML list; importing it gives the same sources. */
export async function exportOpml(db: Database): Promise<string> {
  const feeds = (await listSources(db)).filter(({ kind }) => kind === 'feed')
  // Folders whole, one after the other: each is written once.
  const inOrder = feeds.toSorted((a, b) => compareFolders(a.folders, b.folders))
  return writeOpml({
    title: 'Sources in Salient',
    outlines: inOrder.map(({ title, feedUrl, siteUrl, folders }) => ({
      title,
      feedUrl,
      ...(siteUrl === undefined ? {} : { siteUrl }),
      folders,
    })),
  })
}

function compareFolders(a: readonly string[], b: readonly string[]): number {
  for (let depth = 0; depth < Math.max(a.length, b.length); depth += 1) {
    const [one, other] = [a[depth] ?? '', b[depth] ?? '']
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}
