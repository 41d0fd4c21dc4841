import { parseArgs } from 'node:util'
import { labelledPairs } from '../platform/storage/corrections.ts'
import { type Command, exitCodes, UsageError } from './command.ts'
import { writeLine } from './ndjson.ts'

const batch = 500

export const corrections: Command = {
  name: 'corrections',
  help: `
Usage: salient corrections --ndjson

Everything that people said of stories, in the order of saying, one pair of entries a line: labelled data for training.
  {"kind": "apart" | "together", "a": {"id", "title", "text", "language", "publishedAt", "source"}, "b": {...},
   "at", "byOperator", "undone"}
Entries are as they were when it was said. What was taken back is there too, as "undone".

  --ndjson   required
`,
  run: async (args, { program, stdout }) => {
    const { values } = parseArgs({ args: [...args], options: { ndjson: { type: 'boolean' } } })
    if (values.ndjson !== true) throw new UsageError('it writes NDJSON: salient corrections --ndjson')
    await using database = await program.openStorage('salient corrections')
    for (let after = 0; ; after += batch) {
      const pairs = await labelledPairs(database.db, after, batch)
      for (const pair of pairs) await writeLine(stdout, pair)
      if (pairs.length < batch) return exitCodes.ok
    }
  },
}
