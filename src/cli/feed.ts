import { parseArgs } from 'node:util'
import { outletCountOf } from '../domain/story.ts'
import { loadProfile } from '../jobs/update-profile.ts'
import { embeddingProgress } from '../platform/storage/embeddings.ts'
import { readerByName } from '../platform/storage/readers.ts'
import { HotWindow } from '../server/doors/hot-window.ts'
import { makePage, pageSize } from '../server/doors/make-page.ts'
import { QueryMatches } from '../server/doors/query-matches.ts'
import { type Command, exitCodes, UsageError } from './command.ts'

const sizeMax = 200

export const feed: Command = {
  name: 'feed',
  help: `
Usage: salient feed --reader NAME [--json] [--size N]

The page as it would be served now: ranked stories, each with its reasons. Nothing is logged and nothing learned by it.

  --reader NAME   whose page
  --size N        how many stories, 1 to ${sizeMax} (default ${pageSize})
  --json          {stories:[{id,headline,sources,entries,firstAt,latestAt,score,reasons:[{feature,text,weight}]}]}

Exit codes: 0 done, 1 no such reader.
`,
  run: async (args, { program, stdout, stderr }) => {
    const { values } = parseArgs({
      args: [...args],
      options: { reader: { type: 'string' }, json: { type: 'boolean' }, size: { type: 'string' } },
    })
    if (values.reader === undefined) throw new UsageError('whose page? Give --reader NAME.')
    const size = Number(values.size ?? pageSize)
    if (!Number.isInteger(size) || size < 1 || size > sizeMax)
      throw new UsageError(`--size takes a whole number from 1 to ${sizeMax}, not ${JSON.stringify(values.size)}.`)
    await using database = await program.openStorage('salient feed')
    const reader = await readerByName(database.db, values.reader)
    if (reader === undefined) {
      stderr.write(
        `salient feed: reader-unknown: there is no reader called ${JSON.stringify(values.reader)}. Open the server's page, or salient signal --help.\n`,
      )
      return exitCodes.failed
    }
    const window = new HotWindow(database.db, Date.now)
    await window.fill()
    const profile = await loadProfile(database.db, reader.id)
    const matches = new QueryMatches({
      db: database.db,
      window,
      model: (await embeddingProgress(database.db)).model,
      now: Date.now,
    })
    const queries = await matches.of(reader.id)
    const { page, stories } = makePage(window, profile, { readerId: reader.id, atMs: Date.now(), size, queries })
    const shown = page.items.flatMap((item) => {
      const stored = stories.get(item.storyId)
      return stored === undefined
        ? []
        : [
            {
              id: item.storyId,
              headline: stored.story.headline,
              sources: outletCountOf(stored.story),
              entries: stored.story.entryIds.length,
              firstAt: new Date(stored.story.firstAtMs).toISOString(),
              latestAt: new Date(stored.story.latestAtMs).toISOString(),
              score: item.score,
              reasons: item.reasons.map(({ feature, text, weight }) => ({ feature, text, weight })),
            },
          ]
    })
    if (values.json === true) stdout.write(`${JSON.stringify({ stories: shown })}\n`)
    else if (shown.length === 0)
      stdout.write('Nothing yet. Add sources (salient add URL), then salient refresh --wait.\n')
    else for (const [n, story] of shown.entries()) stdout.write(inWords(n + 1, story))
    return exitCodes.ok
  },
}

function inWords(
  place: number,
  story: {
    readonly headline: string
    readonly sources: number
    readonly latestAt: string
    readonly reasons: readonly { readonly text: string }[]
  },
): string {
  const sources = story.sources === 1 ? '1 source' : `${story.sources} sources`
  const at = story.latestAt.slice(0, 16).replace('T', ' ')
  return `${String(place).padStart(3)}. ${story.headline}\n     ${sources}, ${at} UTC · ${story.reasons[0]?.text ?? ''}\n`
}
