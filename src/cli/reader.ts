import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { ReaderId } from '../domain/ids.ts'
import { nameProblem } from '../domain/name.ts'
import type { Settings } from '../domain/settings.ts'
import {
  accountsChanged,
  clearWaysIn,
  hasPassword,
  hasWayIn,
  makeLink,
  makeToken,
} from '../platform/storage/accounts.ts'
import type { Database } from '../platform/storage/database.ts'
import { removeReader } from '../platform/storage/reader-erasure.ts'
import { createReader, listReaders, readerByName, type StoredReader } from '../platform/storage/readers.ts'
import { type Command, exitCodes, type Terminal, takesNoMore, UsageError } from './command.ts'

const linkDays = 7

export const reader: Command = {
  name: 'reader',
  help: `
Usage: salient reader list [--json]
       salient reader add NAME
       salient reader reset NAME
       salient reader remove NAME
       salient reader token NAME --for WHAT

Who reads here. It works with and without a running server, which hears of it at once. The reader who has been here longest
is the operator.

  list     readers and whether they can sign in
  add      make a reader; prints a link that works once, for a password
  reset    take the reader's password, sessions and tokens, and print such a link; what was read and learned stays
  remove   erase the reader and everything kept of them
  token    print an access token with which a program reads as this reader (Authorization: Bearer TOKEN)

  --json   one object a line

Exit codes: 0 done, 1 no such reader, or one of that name already.
`,
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, for: { type: 'string' } },
    })
    const [what, name] = positionals
    const act = what !== undefined && Object.hasOwn(acts, what) ? acts[what] : undefined
    if (act === undefined)
      throw new UsageError(`what is to be done? list, add, reset, remove or token, not ${JSON.stringify(what ?? '')}.`)
    if (what !== 'list' && (name === undefined || name.trim() === ''))
      throw new UsageError('which reader? Give a name.')
    takesNoMore(positionals, what === 'list' ? 1 : 2)
    // Said before a database is started for it.
    const unfit = what === 'add' ? nameProblem(name?.trim() ?? '') : undefined
    if (unfit !== undefined) throw new UsageError(unfit.message)
    if (values.json === true && what !== 'list') throw new UsageError('--json is for list.')
    if (values.for !== undefined && what !== 'token') throw new UsageError('--for is for token.')
    if (what === 'token') checkPurpose(values.for)
    await using database = await terminal.program.openStorage('salient reader')
    return await act({
      db: database.db,
      name: name?.trim() ?? '',
      terminal,
      json: values.json === true,
      purpose: values.for?.trim() ?? '',
    })
  },
}

type Asked = {
  readonly db: Database
  readonly name: string
  readonly terminal: Terminal
  readonly json: boolean
  readonly purpose: string
}

const acts: Readonly<Record<string, (asked: Asked) => Promise<number>>> = {
  list: async ({ db, terminal: { stdout }, json }) => {
    const all = await listReaders(db)
    if (all.length === 0 && !json) stdout.write("No readers yet. Open the server's page, or: salient reader add NAME\n")
    for (const [n, { id, name, createdAt }] of all.entries()) {
      const row = { name, operator: n === 0, password: await hasPassword(db, id), since: createdAt }
      stdout.write(json ? `${JSON.stringify(row)}\n` : inWords(row))
    }
    return exitCodes.ok
  },
  add: async ({ db, name, terminal }) => {
    const id = randomUUID() as ReaderId
    const unmade = await createReader(db, { id, name })
    if (unmade !== undefined) {
      terminal.stderr.write(`salient reader: ${unmade.code}: ${unmade.message}\n`)
      return exitCodes.failed
    }
    await accountsChanged(db)
    await printLink(db, { id, name }, terminal)
    await warnOperator(db, id, terminal)
    return exitCodes.ok
  },
  reset: async (asked) =>
    await withReader(asked, async ({ id, name }) => {
      await clearWaysIn(asked.db, id)
      await accountsChanged(asked.db)
      await printLink(asked.db, { id, name }, asked.terminal)
    }),
  remove: async (asked) =>
    await withReader(asked, async ({ id, name }) => {
      const [operator] = await listReaders(asked.db)
      await removeReader(asked.db, id)
      await accountsChanged(asked.db)
      asked.terminal.stdout.write(`${name} is removed, with everything that was kept of them.\n`)
      const [next] = await listReaders(asked.db)
      if (operator?.id === id && next !== undefined)
        asked.terminal.stdout.write(`${name} was the operator; from now on it is ${next.name}.\n`)
    }),
  token: async (asked) =>
    await withReader(asked, async ({ id }) => {
      const { token } = await makeToken(asked.db, id, asked.purpose)
      asked.terminal.stdout.write(`${token}\n`)
    }),
}

function checkPurpose(purpose: string | undefined): void {
  const unfit = nameProblem(purpose?.trim() ?? '')
  if (unfit !== undefined)
    throw new UsageError(`--for WHAT is needed: a name to know the token by later. ${unfit.message}`)
}

async function withReader(
  { db, name, terminal }: Asked,
  act: (reader: StoredReader) => Promise<void>,
): Promise<number> {
  const found = await readerByName(db, name)
  if (found === undefined) {
    terminal.stderr.write(`salient reader: reader-unknown: there is no reader called ${JSON.stringify(name)}.\n`)
    return exitCodes.failed
  }
  await act(found)
  return exitCodes.ok
}

async function printLink(
  db: Database,
  { id, name }: { readonly id: ReaderId; readonly name: string },
  { stdout, settings }: { readonly stdout: Terminal['stdout']; readonly settings: Settings },
): Promise<void> {
  const key = await makeLink(db, { readerId: id, expiresAt: new Date(Date.now() + linkDays * 86_400_000) })
  stdout.write(`For ${name}, once, within ${linkDays} days: ${settings.baseUrl}/join?key=${key}\n`)
}

/** Once a second reader is here everybody signs in: the operator must be able to. */
export async function warnOperator(db: Database, added: ReaderId, terminal: Terminal): Promise<void> {
  const [operator] = await listReaders(db)
  if (operator === undefined || operator.id === added) return
  if (await hasWayIn(db, operator.id)) return
  terminal.stdout.write(`From now on everybody signs in, and ${operator.name} could not:\n`)
  await printLink(db, operator, terminal)
}

function inWords(row: { readonly name: string; readonly operator: boolean; readonly password: boolean }): string {
  // Readers made before names were looked at may still bear one that breaks the line.
  const name = nameProblem(row.name) === undefined ? row.name : JSON.stringify(row.name)
  return `${name}${row.operator ? ' (operator)' : ''}: ${row.password ? 'a password' : 'no way to sign in'}\n`
}
