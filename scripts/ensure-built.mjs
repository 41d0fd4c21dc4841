// Builds dist/ from src/ where it is missing or older. In a published package there is no src/, and nothing to do.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'dist', '.built')
const packages = join(root, 'node_modules', '.package-lock.json')
const lock = join(root, '.salient-build.lock')
const lockMsMax = 120_000

/** Returns when dist/ holds what src/ says. Two programs started together build once. */
export function ensureBuilt() {
  if (!existsSync(join(root, 'src')) || isFresh()) return
  const deadline = Date.now() + lockMsMax
  while (!takeLock()) {
    if (Date.now() > deadline) throw new Error(`Another build holds ${lock}; remove it if none is running.`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  }
  try {
    if (!isFresh()) build()
  } finally {
    rmdirSync(lock)
  }
}

function build() {
  const result = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: ['ignore', 2, 2] })
  if (result.status !== 0) process.exit(result.status ?? 1)
}

function takeLock() {
  try {
    mkdirSync(lock)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    // A build that was killed leaves its lock; one older than any build takes is nobody's.
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > lockMsMax) rmdirSync(lock)
    return false
  }
}

function isFresh() {
  if (!existsSync(stamp)) return false
  const built = statSync(stamp).mtimeMs
  // Of the packages, which are built in, npm's record tells when they were installed.
  return [join(root, 'src'), join(root, 'scripts'), packages].every((path) => newest(path) <= built)
}

/** When the newest of a file, or of a folder and all in it, was changed; 0 where there is none. */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined || !found.isDirectory()) return found?.mtimeMs ?? 0
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
