import { parseArgs } from 'node:util'
import { sourceIdOf } from '../domain/derive-id.ts'
import { nameProblem } from '../domain/name.ts'
import { canonicalUrl } from '../pipeline/feeds/canonical-url.ts'
import type { Database } from '../platform/storage/database.ts'
import { publish } from '../platform/storage/outbox.ts'
import { createPushKey, listPushKeys, revokePushKey } from '../platform/storage/push-keys.ts'
import { addSources } from '../platform/storage/sources.ts'
import { type Command, exitCodes, type Terminal, takesNoMore, UsageError } from './command.ts'

export const pushKeys: Command = {
  name: 'push-keys',
  help: `
Usage: salient push-keys add NAME --site URL
       salient push-keys list [--json]
       salient push-keys revoke ID

Keys with which a publisher sends articles to POST /api/v1/push. Each stands for one source, called NAME. A key is shown
once, when it is made; only its digest is kept. Several keys with one NAME and site are keys of one source.

  --site URL   the publisher's site
  --json       one object a line

Exit codes: 0 done, 1 no key in force has this id.
`,
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { site: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [what, given] = positionals
    takesNoMore(positionals, what === 'list' ? 1 : 2)
    if (values.site !== undefined && what !== 'add') throw new UsageError('--site is for add.')
    if (values.json === true && what !== 'list') throw new UsageError('--json is for list.')
    // What was called wrongly is said before a database is started for it.
    const wanted = wish(what, given, values.site)
    await using database = await terminal.program.openStorage('salient push-keys')
    const { db } = database
    if (wanted.what === 'add') return await add(db, terminal, wanted)
    if (wanted.what === 'revoke') return await revoke(db, terminal, wanted.id)
    return await list(db, terminal, { json: values.json === true })
  },
}

/** As long as the name of a source may be. */
const outletNameLengthMax = 200

type Wish =
  | { readonly what: 'add'; readonly name: string; readonly siteUrl: string }
  | { readonly what: 'list' }
  | { readonly what: 'revoke'; readonly id: string }

function wish(what: string | undefined, given: string | undefined, site: string | undefined): Wish {
  if (what === 'add') return { what, ...outlet(given?.trim() ?? '', site) }
  if (what === 'list') return { what }
  if (what !== 'revoke') throw new UsageError('say what to do with push keys: add, list or revoke')
  if (given === undefined) throw new UsageError('which key? Its id stands in: salient push-keys list')
  return { what, id: given }
}

function outlet(name: string, site: string | undefined): { readonly name: string; readonly siteUrl: string } {
  if (name === '') throw new UsageError('what is the source called? push-keys add NAME')
  const unfit = nameProblem(name, outletNameLengthMax)
  if (unfit !== undefined) throw new UsageError(unfit.message)
  const siteUrl = site === undefined ? undefined : canonicalUrl(site)
  if (siteUrl !== undefined) return { name, siteUrl }
  throw new UsageError(`whose site is it? Give --site URL; ${JSON.stringify(site ?? '')} is no web address`)
}

async function add(
  db: Database,
  { stdout }: Terminal,
  { name, siteUrl }: { readonly name: string; readonly siteUrl: string },
): Promise<number> {
  const feedUrl = `${new URL(siteUrl).origin}/#push-${encodeURIComponent(name)}`
  const sourceId = sourceIdOf(feedUrl)
  await addSources(db, [{ id: sourceId, kind: 'push', feedUrl, title: name, siteUrl, folders: [] }])
  const { id, key } = await createPushKey(db, { sourceId, name })
  await publish(db, { kind: 'sources-changed' })
  stdout.write(`${key}\n\nThis key of ${name} is shown only now. Its id, to revoke it: ${id}\n`)
  return exitCodes.ok
}

async function list(db: Database, { stdout }: Terminal, { json }: { readonly json: boolean }): Promise<number> {
  const keys = await listPushKeys(db)
  if (json) {
    for (const key of keys) stdout.write(`${JSON.stringify(key)}\n`)
    return exitCodes.ok
  }
  if (keys.length === 0) stdout.write('No push keys yet. Make one: salient push-keys add NAME --site URL\n')
  for (const { id, name, siteUrl, createdAt, lastUsedAt, revokedAt } of keys) {
    const used = lastUsedAt === null ? 'never used' : `last used ${day(lastUsedAt)}`
    const state = revokedAt === null ? used : `revoked ${day(revokedAt)}`
    stdout.write(`${id}  ${name} (${siteUrl}), made ${day(createdAt)}, ${state}\n`)
  }
  return exitCodes.ok
}

async function revoke(db: Database, { stdout, stderr }: Terminal, id: string): Promise<number> {
  if (await revokePushKey(db, id)) {
    stdout.write(`Revoked ${id}.\n`)
    return exitCodes.ok
  }
  stderr.write(`salient push-keys: push-key-unknown: there is no key in force with the id ${JSON.stringify(id)}\n`)
  return exitCodes.failed
}

function day(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
