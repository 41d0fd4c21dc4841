import { parseOpml as parseWithFeedsmith } from 'feedsmith'
import type { Problem } from '../../domain/problem.ts'

export type Outline = {
  readonly title: string
  readonly feedUrl: string
  readonly siteUrl?: string
  readonly folders: readonly string[]
}

/** The feeds that an OPML list names. */
export function parseOpml(bytes: Uint8Array): { outlines: Outline[]; problems: Problem[] } {
  try {
    const opml = parseWithFeedsmith(new TextDecoder().decode(bytes))
    return {
      outlines: (opml.body?.outlines ?? []).flatMap((o) =>
        o.xmlUrl === undefined ? [] : [{ title: o.title ?? o.text ?? o.xmlUrl, feedUrl: o.xmlUrl, folders: [] }],
      ),
      problems: [],
    }
  } catch (error) {
    return { outlines: [], problems: [{ code: 'not-opml', message: String(error) }] }
  }
}
