import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { isUuid } from '../domain/derive-id.ts'
import type { ReaderId, StoryId } from '../domain/ids.ts'
import { type Signal, type SignalKind, signalKinds } from '../domain/reader.ts'
import { saveProfile } from '../jobs/update-profile.ts'
import { accountsChanged } from '../platform/storage/accounts.ts'
import { publish } from '../platform/storage/outbox.ts'
import { createReader, readerByName, saveSignals } from '../platform/storage/readers.ts'
import { currentStoryId, storiesById } from '../platform/storage/story-cards.ts'
import { type Command, exitCodes, takesNoMore, UsageError } from './command.ts'
import { warnOperator } from './reader.ts'

/** As the API takes them. */
const secondsMax = 86_400
const idLengthMax = 64

export const signal: Command = {
  name: 'signal',
  help: `
Usage: salient signal --reader NAME --story ID KIND [--seconds N] [--id ID] [--create]

KIND is one of ${signalKinds.join(', ')}.

  --reader NAME   who did it
  --story ID      with which story (ids are in salient feed --json)
  --seconds N     how long, for dwelt: 0 to ${secondsMax}
  --id ID         the signal's own id: the same one sent twice counts once
  --create        make the reader if there is none of that name

Exit codes: 0 done, 1 no such reader or story.
`,
  run: async (args, terminal) => {
    const { program, stdout, stderr } = terminal
    const asked = parse(args)
    await using database = await program.openStorage('salient signal')
    const { db } = database
    // The id of one that became part of another is still known, as it is to the server.
    const [story] = isUuid(asked.story) ? await storiesById(db, [await currentStoryId(db, asked.story as StoryId)]) : []
    if (story === undefined) {
      stderr.write(`salient signal: story-unknown: there is no story ${JSON.stringify(asked.story)}.\n`)
      return exitCodes.failed
    }
    const id = randomUUID() as ReaderId
    const unmade = asked.create ? await createReader(db, { id, name: asked.reader }) : undefined
    if (unmade?.code === 'name-unfit') throw new UsageError(unmade.message)
    if (asked.create && unmade === undefined) {
      await accountsChanged(db)
      await warnOperator(db, id, terminal)
    }
    const reader = await readerByName(db, asked.reader)
    if (reader === undefined) {
      stderr.write(
        `salient signal: reader-unknown: there is no reader called ${JSON.stringify(asked.reader)}; --create makes one.\n`,
      )
      return exitCodes.failed
    }
    const sent: Signal = {
      id: asked.id,
      kind: asked.kind,
      atMs: Date.now(),
      storyId: story.story.id,
      ...(asked.seconds === undefined ? {} : { seconds: asked.seconds }),
    }
    const added = await db.transaction().execute(async (tx) => {
      const count = await saveSignals(tx, reader.id, [sent])
      await saveProfile(tx, reader.id)
      await publish(tx, { kind: 'reader-changed', readerId: reader.id })
      return count
    })
    stdout.write(
      added === 1 ? `${reader.name} ${asked.kind} “${story.story.headline}”\n` : 'Known already; counted once.\n',
    )
    return exitCodes.ok
  },
}

function parse(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      reader: { type: 'string' },
      story: { type: 'string' },
      seconds: { type: 'string' },
      id: { type: 'string' },
      create: { type: 'boolean' },
    },
  })
  takesNoMore(positionals, 1)
  const kind = signalKinds.find((known): known is SignalKind => known === positionals[0])
  if (kind === undefined)
    throw new UsageError(
      `what did the reader do? One of ${signalKinds.join(', ')}, not ${JSON.stringify(positionals[0] ?? '')}.`,
    )
  if (values.reader === undefined || values.story === undefined)
    throw new UsageError('--reader NAME and --story ID are needed.')
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds)
  if (seconds !== undefined && (values.seconds?.trim() === '' || !(seconds >= 0 && seconds <= secondsMax)))
    throw new UsageError(`--seconds takes a number from 0 to ${secondsMax}, not ${JSON.stringify(values.seconds)}.`)
  if (values.id !== undefined && (values.id === '' || values.id.length > idLengthMax))
    throw new UsageError(`--id takes 1 to ${idLengthMax} characters.`)
  return {
    kind,
    reader: values.reader,
    story: values.story,
    seconds,
    id: values.id ?? randomUUID(),
    create: values.create === true,
  }
}
