import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type PlaceInLog, pagesAfter } from '../platform/storage/page-log.ts'
import { type Command, exitCodes, UsageError } from './command.ts'
import { writeLine } from './ndjson.ts'

const batch = 200

export const pageLog: Command = {
  name: 'page-log',
  help: `
Usage: salient page-log --ndjson > pages.jsonl

Every page that was made, in order of time, one a line, with what its reader did until their next page: for
salient eval rank pages.jsonl, and for whoever compares rankers.
  {"page": {"id", "reader", "madeAt", "model"}, "items": [{"storyId", "title", "categories", "source", "score",
   "propensity", "features", "reasons"}], "signals": [{"storyId", "kind", "at"}]}
Readers have names made up for this run, other ones each time; what they read is there, so mind whom you give it to.

  --ndjson   required
`,
  run: async (args, { program, stdout }) => {
    const { values } = parseArgs({ args: [...args], options: { ndjson: { type: 'boolean' } } })
    if (values.ndjson !== true) throw new UsageError('it writes NDJSON: salient page-log --ndjson')
    await using database = await program.openStorage('salient page-log')
    const salt = randomUUID()
    let after: PlaceInLog | undefined
    for (;;) {
      const pages = await pagesAfter(database.db, { after, limit: batch, salt })
      for (const page of pages) await writeLine(stdout, page)
      after = pages.at(-1)?.page
      if (pages.length < batch) return exitCodes.ok
    }
  },
}
