import { parseArgs } from 'node:util'
import type { EntryId, StoryId } from '../domain/ids.ts'
import type { StoryEntry } from '../domain/story.ts'
import { clusterEntries } from '../pipeline/stories/cluster-entries.ts'
import { nameStories } from '../pipeline/stories/name-stories.ts'
import { placeOnline } from '../pipeline/stories/place-online.ts'
import { storySettings } from '../pipeline/stories/story-settings.ts'
import { type Command, exitCodes, type Terminal, UsageError } from './command.ts'
import { readLines, writeLine } from './ndjson.ts'
import { parseStoryRow } from './story-row.ts'

const help = `
salient cluster --ndjson [--online] < in > out

Folds articles into stories. Reads one JSON object a line, in order of time:
  {"id", "title", "text"?, "language"?, "publishedAt"?, "source"?}
and writes {"id", "storyId"} for each, in the same order. A line that cannot be read becomes {"id", "error"} in its place.

  --ndjson   required
  --online   write the story of each line as it stands then; without it, as stories stand after the last line
`

export const cluster: Command = {
  name: 'cluster',
  help,
  run: async (args, terminal) => {
    const options = { ndjson: { type: 'boolean' }, online: { type: 'boolean' } } as const
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false })
    if (values.ndjson !== true) throw new UsageError('it reads NDJSON: salient cluster --ndjson < in > out')
    const failed = values.online === true ? await writeAsTheyStand(terminal) : await writeInTheEnd(terminal)
    return failed === 0 ? exitCodes.ok : exitCodes.partly
  },
}

type Answer = { readonly id: unknown; readonly entryId?: EntryId; readonly error?: { code: string; message: string } }

/** Returns the count of lines that held an error. */
async function writeInTheEnd(terminal: Terminal): Promise<number> {
  const entries: StoryEntry[] = []
  const answers: Answer[] = []
  for await (const answer of readEntries(terminal, (entry) => entries.push(entry))) answers.push(answer)
  const groups: EntryId[][] = []
  for (const [entryId, group] of clusterEntries(entries, storySettings)) {
    const members = groups[group] ?? []
    members.push(entryId)
    groups[group] = members
  }
  const names = nameStories(groups, new Map())
  for (const { id, entryId, error } of answers)
    await writeLine(terminal.stdout, entryId === undefined ? { id, error } : { id, storyId: names.get(entryId) })
  return answers.filter(({ error }) => error !== undefined).length
}

async function writeAsTheyStand(terminal: Terminal): Promise<number> {
  const place = placeOnline(storySettings)
  let failed = 0
  let storyId: StoryId | undefined
  const take = (entry: StoryEntry): void => {
    storyId = place(entry)
  }
  for await (const { id, entryId, error } of readEntries(terminal, take)) {
    if (error !== undefined) failed += 1
    await writeLine(terminal.stdout, entryId === undefined ? { id, error } : { id, storyId })
  }
  return failed
}

/** Hands every readable line to `take`. Two lines of one id are two entries. */
async function* readEntries(terminal: Terminal, take: (entry: StoryEntry) => unknown): AsyncGenerator<Answer> {
  const seen = new Map<unknown, number>()
  for await (const line of readLines(terminal.stdin)) {
    const times = (seen.get(line.id) ?? 0) + 1
    seen.set(line.id, times)
    const entry = line.ok ? parseStoryRow(line.value, times) : line.error
    if ('code' in entry) yield { id: line.id, error: entry }
    else {
      take(entry)
      yield { id: line.id, entryId: entry.id }
    }
  }
}
