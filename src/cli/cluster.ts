import { parseArgs } from 'node:util'
import type { EntryId, StoryId } from '../domain/ids.ts'
import type { StoryEntry } from '../domain/story.ts'
import { clusterEntries } from '../pipeline/stories/cluster-entries.ts'
import { nameStories, storyIdOf } from '../pipeline/stories/name-stories.ts'
import { StoryIndex } from '../pipeline/stories/story-index.ts'
import { storySettings } from '../pipeline/stories/story-settings.ts'
import { type Command, exitCodes, type Terminal, UsageError } from './command.ts'
import { readLines, writeLine } from './ndjson.ts'

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
    if (values.ndjson !== true)
      throw new UsageError('salient cluster reads NDJSON: salient cluster --ndjson < in > out')
    const failed = values.online === true ? await writeAsTheyStand(terminal) : await writeInTheEnd(terminal)
    return failed === 0 ? exitCodes.ok : exitCodes.partly
  },
}

/** Stories are made final after this share of entries, and at least so many, came in: settling costs more as stories grow. */
const unsettledShare = 0.05
const unsettledMin = 20

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
  const index = new StoryIndex(storySettings)
  const names = new Map<EntryId, StoryId>()
  let failed = 0
  const keepNames = (groups: readonly (readonly EntryId[])[]): void => {
    for (const [entry, story] of nameStories(groups, names)) names.set(entry, story)
  }
  const addAndName = (entry: StoryEntry): void => {
    if (index.unsettled > Math.max(unsettledMin, index.size * unsettledShare)) keepNames(index.settle())
    const { story } = index.add(entry)
    const known = story.map((member) => names.get(member)).find((name) => name !== undefined)
    names.set(entry.id, known ?? storyIdOf(entry.id))
  }
  for await (const { id, entryId, error } of readEntries(terminal, addAndName)) {
    if (error !== undefined) failed += 1
    await writeLine(terminal.stdout, entryId === undefined ? { id, error } : { id, storyId: names.get(entryId) })
  }
  return failed
}

/** Hands every readable line to `take`. Two lines of one id are two entries. */
async function* readEntries(terminal: Terminal, take: (entry: StoryEntry) => unknown): AsyncGenerator<Answer> {
  const seen = new Map<unknown, number>()
  for await (const line of readLines(terminal.stdin)) {
    const times = (seen.get(line.id) ?? 0) + 1
    seen.set(line.id, times)
    const entry = line.ok ? parseEntry(line.value, times) : line.error
    if ('code' in entry) yield { id: line.id, error: entry }
    else {
      take(entry)
      yield { id: line.id, entryId: entry.id }
    }
  }
}

function parseEntry(value: Record<string, unknown>, times: number): StoryEntry | { code: string; message: string } {
  const id = value['id']
  if (typeof id !== 'string' && typeof id !== 'number')
    return { code: 'no-id', message: `"id" must be a string or a number; received ${JSON.stringify(id) ?? 'none'}` }
  const title = textOf(value['title'])
  const text = textOf(value['text'])
  if (title.trim() === '' && text.trim() === '')
    return { code: 'no-words', message: 'there is neither a "title" nor a "text" to go by' }
  return {
    // Not the id of a stored entry: a key of this run alone.
    id: (times === 1 ? `${id}` : `${id}\n${times}`) as EntryId,
    title,
    text,
    language: textOf(value['language']),
    publishedAtMs: typeof value['publishedAt'] === 'string' ? Date.parse(value['publishedAt']) : Number.NaN,
    source: textOf(value['source']),
    entities: [],
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
