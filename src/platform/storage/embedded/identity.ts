/**
 * PostgreSQL refuses to run as root. Started by root, it runs as another user: the owner of an existing data folder, else
 * `postgres`, else `nobody`. Where a folder on the way is closed to that user (a clone below /root, say), `setpriv` lets the
 * server keep the one capability it needs to pass.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { useAServerInstead } from './binaries.ts'

/** How to start a program: as whom, and through which other program. */
export type Identity = {
  readonly uid?: number
  readonly gid?: number
  readonly prefix: readonly string[]
}

/** `paths` are those the server must reach; `dataFolder` may not exist yet. Throws an Error that says what to do. */
export function chooseIdentity(options: { readonly dataFolder: string; readonly paths: readonly string[] }): Identity {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const user = ownerOf(options.dataFolder) ?? userNamed('postgres') ?? userNamed('nobody')
  if (user === undefined)
    throw new Error(`PostgreSQL cannot run as root, and there is no user postgres or nobody here. ${useAServerInstead}`)
  if (options.paths.every((path) => isOpenTo(path, user))) return { ...user, prefix: [] }
  const prefix = [
    'setpriv',
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    // Without it access(2), by which PostgreSQL looks for its own program, would not see the capability.
    '--securebits=+no_setuid_fixup',
  ]
  if (spawnSync(prefix[0] ?? '', [...prefix.slice(1), 'test', '-x', options.paths[0] ?? '/']).status === 0)
    return { prefix, ...user }
  throw new Error(
    `PostgreSQL cannot run as root, and user ${user.uid} cannot reach ${options.paths.join(' or ')}: a folder on the way is closed to it. Run salient as an ordinary user, or keep it in a folder open to all (such as /srv), or open the way with chmod o+x. ${useAServerInstead}`,
  )
}

function ownerOf(folder: string): { uid: number; gid: number } | undefined {
  if (!existsSync(folder)) return undefined
  const { uid, gid } = statSync(folder)
  return uid === 0 ? undefined : { uid, gid }
}

function userNamed(name: string): { uid: number; gid: number } | undefined {
  if (!existsSync('/etc/passwd')) return undefined
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((row) => row.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

/** Whether each folder from the root down lets the user pass. */
function isOpenTo(path: string, user: { uid: number; gid: number }): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder)
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
      if ((mode & bit) === 0) return false
    }
    if (folder === dirname(folder)) return true
  }
}
