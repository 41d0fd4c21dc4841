import { parseArgs } from 'node:util'
import { sourceIdOf } from '../domain/derive-id.ts'
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
       salient push-keys list
       salient push-keys revoke ID

Keys with which a publisher sends articles to POST /api/v1/push. Each stands for one source, called NAME. A key is shown
once, when it is made; only its digest is kept. Several keys with one NAME and site are keys of one source.

  --site URL   the publisher's site
`,
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { site: { type: 'string' } },
      allowPositionals: true,
    })
    const [what, given] = positionals
    takesNoMore(positionals, what === 'list' ? 1 : 2)
    await using database = await terminal.program.openStorage('salient push-keys')
    if (what === 'add') return await add(database.db, terminal, { name: given, site: values.site })
    if (what === 'list') return await list(database.db, terminal)
    if (what === 'revoke') return await revoke(database.db, terminal, given)
    throw new UsageError('say what to do with push keys: add, list or revoke')
  },
}

async function add(
  db: Database,
  { stdout }: Terminal,
  { name, site }: { readonly name: string | undefined; readonly site: string | undefined },
): Promise<number> {
  const siteUrl = site === undefined ? undefined : canonicalUrl(site)
  if (name === undefined || name.trim() === '') throw new UsageError('what is the source called? push-keys add NAME')
  if (siteUrl === undefined)
    throw new UsageError(`whose site is it? Give --site URL; ${JSON.stringify(site ?? '')} is no web address`)
  const feedUrl = `${new URL(siteUrl).origin}/#push-${encodeURIComponent(name.trim())}`
  const sourceId = sourceIdOf(feedUrl)
  await addSources(db, [{ id: sourceId, kind: 'push', feedUrl, title: name.trim(), siteUrl, folders: [] }])
  const { id, key } = await createPushKey(db, { sourceId, name: name.trim() })
  await publish(db, { kind: 'sources-changed' })
  stdout.write(`${key}\n\nThis key of ${name.trim()} is shown only now. Its id, to revoke it: ${id}\n`)
  return exitCodes.ok
}

async function list(db: Database, { stdout }: Terminal): Promise<number> {
  const keys = await listPushKeys(db)
  if (keys.length === 0) stdout.write('No push keys yet. Make one: salient push-keys add NAME --site URL\n')
  for (const { id, name, siteUrl, createdAt, lastUsedAt, revokedAt } of keys) {
    const used = lastUsedAt === null ? 'never used' : `last used ${day(lastUsedAt)}`
    const state = revokedAt === null ? used : `revoked ${day(revokedAt)}`
    stdout.write(`${id}  ${name} (${siteUrl}), made ${day(createdAt)}, ${state}\n`)
  }
  return exitCodes.ok
}

async function revoke(db: Database, { stdout, stderr }: Terminal, id: string | undefined): Promise<number> {
  if (id === undefined) throw new UsageError('which key? Its id stands in: salient push-keys list')
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
