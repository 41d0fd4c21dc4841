import { parseArgs } from 'node:util'
import { embeddingProgress } from '../platform/storage/embeddings.ts'
import { countWaiting, readStatus } from '../platform/storage/job-counts.ts'
import { type Command, exitCodes } from './command.ts'

export const status: Command = {
  name: 'status',
  help: `
Usage: salient status [--json]

  --json   one object: {sources,sourcesFailing,entries,articles,stories,readers,jobsWaiting,jobsFailed}
`,
  run: async (args, { program, stdout, settings }) => {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
    await using database = await program.openStorage('salient status')
    const now = await readStatus(database.db)
    if (values.json === true) {
      stdout.write(`${JSON.stringify(now)}\n`)
      return exitCodes.ok
    }
    const waiting = await countWaiting(database.db)
    const { model } = await embeddingProgress(database.db)
    stdout.write(
      `${now.sources} source${s(now.sources)}, ${now.sourcesFailing} of them failing
${now.entries} ${now.entries === 1 ? 'entry' : 'entries'}, ${now.articles} of them read, in ${now.stories} ${now.stories === 1 ? 'story' : 'stories'}
${now.readers} reader${s(now.readers)}
${keptInWords(settings.keepDays)}
Waiting: ${waiting.sources} sources to ask, ${waiting.pages} pages to read, ${waiting.understanding} articles to understand, ${waiting.stories} to fold into stories, ${waiting.embeddings} headlines and articles to compare by ${model}
${now.jobsFailed} job${s(now.jobsFailed)} gave up\n`,
    )
    return exitCodes.ok
  },
}

function keptInWords(days: number): string {
  if (days === 0) return 'Everything is kept'
  return `Kept for ${days} days, and for ever what readers saved, marked, shared or asked for more of`
}

function s(count: number): string {
  return count === 1 ? '' : 's'
}
