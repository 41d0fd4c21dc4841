import { parseArgs } from 'node:util'
import type { Embedder } from '../domain/embedding.ts'
import type { EntityMention, Understood } from '../domain/topic.ts'
import { openBuiltInEmbedder } from '../jobs/embedder/built-in-embedder.ts'
import { openUnderstandTools } from '../jobs/understand-tools.ts'
import { type UnderstandTools, understandArticle } from '../pipeline/understand/understand-article.ts'
import { type Command, exitCodes, type Terminal, UsageError } from './command.ts'
import { type Line, readLines, writeLine } from './ndjson.ts'

/** Lines whose vectors are made together. */
const linesTogether = 32
/** An alias is no second entity: it ranks after what the article is about in its own right. */
const aliasShare = 0.1
/** The part of a text that its vector is made of; the encoder reads about 90 words. */
const vectorCharacters = 700

const help = `
salient understand --ndjson < in > out

Tells what articles are about. Reads one JSON object a line:
  {"id", "title", "text"?, "language"?, "publishedAt"?, "pageKeyPoints"?, "topicLine"?}
and writes, in the same order:
  {"id", "language", "keyPoints": [...], "topics": [{"id", "label", "kind", "score"}],
   "entities": [{"name", "kind", "mentions": [as written], "aliasOf"?, "salience"}]}
Subjects are IPTC Media Topics. "aliasOf" is the country that a capital or a seat of government stands for.

  --ndjson   required
`

export const understand: Command = {
  name: 'understand',
  help,
  run: async (args, terminal) => {
    const { values } = parseArgs({ args: [...args], options: { ndjson: { type: 'boolean' } }, allowPositionals: false })
    if (values.ndjson !== true) throw new UsageError('it reads NDJSON: salient understand --ndjson < in > out')
    const tools = await openUnderstandTools()
    await using embedder = await openBuiltInEmbedder()
    const failed = await understandLines(terminal, tools, embedder)
    return failed === 0 ? exitCodes.ok : exitCodes.partly
  },
}

/** Returns the count of lines that held an error. */
async function understandLines(terminal: Terminal, tools: UnderstandTools, embedder: Embedder): Promise<number> {
  let failed = 0
  const write = async (lines: readonly Line[]): Promise<void> => {
    for (const answer of await answersTo(lines, tools, embedder)) {
      if ('error' in answer) failed += 1
      await writeLine(terminal.stdout, answer)
    }
  }
  let waiting: Line[] = []
  for await (const line of readLines(terminal.stdin)) {
    waiting.push(line)
    if (waiting.length < linesTogether) continue
    await write(waiting)
    waiting = []
  }
  await write(waiting)
  return failed
}

async function answersTo(lines: readonly Line[], tools: UnderstandTools, embedder: Embedder): Promise<object[]> {
  const inputs = lines.map((line) => (line.ok ? readInput(line.value) : undefined))
  const vectors = await embedder.embed(inputs.map((input) => vectorText(input)))
  return lines.map(({ id, ...line }, place) => {
    const input = inputs[place]
    const embedding = vectors[place]
    if (input === undefined) return { id, error: 'error' in line ? line.error : unreadable }
    if ('code' in input) return { id, error: input }
    try {
      return {
        id,
        ...present(understandArticle({ ...input, ...(embedding === undefined ? {} : { embedding }) }, tools)),
      }
    } catch (cause) {
      return { id, error: { code: 'internal', message: cause instanceof Error ? cause.message : String(cause) } }
    }
  })
}

const unreadable = { code: 'not-an-object', message: 'the line is not a JSON object' }

type Input = {
  readonly title: string
  readonly text: string
  readonly language?: string
  readonly topicLine?: string
  readonly pageKeyPoints?: readonly string[]
}

function readInput(value: Record<string, unknown>): Input | { readonly code: string; readonly message: string } {
  const { title, text, language, topicLine, pageKeyPoints } = value
  const input = { title: typeof title === 'string' ? title : '', text: typeof text === 'string' ? text : '' }
  if (input.title.trim() === '' && input.text.trim() === '')
    return { code: 'no-words', message: 'there is neither a "title" nor a "text" to go by' }
  return {
    ...input,
    ...(typeof language === 'string' ? { language } : {}),
    ...(typeof topicLine === 'string' ? { topicLine } : {}),
    ...(Array.isArray(pageKeyPoints)
      ? { pageKeyPoints: pageKeyPoints.filter((point) => typeof point === 'string') }
      : {}),
  }
}

function vectorText(input: ReturnType<typeof readInput> | undefined): string {
  if (input === undefined || 'code' in input) return ''
  return `${input.title}. ${input.text}`.slice(0, vectorCharacters)
}

function present({ language, keyPoints, topics, entities }: Understood): object {
  return { language, keyPoints, topics, entities: [...entities.map(presentEntity), ...aliasesOf(entities)] }
}

function presentEntity({ name, kind, mentions, salience }: EntityMention): object {
  return { name, kind, mentions, salience }
}

/** A row for each capital or seat of government that stands for a country, after the entities themselves. */
function aliasesOf(entities: readonly EntityMention[]): object[] {
  return entities.flatMap(({ name, kind, salience, seats = [] }) =>
    seats.map((seat) => ({
      name: seat,
      kind,
      mentions: [seat],
      aliasOf: name,
      salience: Math.round(salience * aliasShare * 1000) / 1000,
    })),
  )
}
