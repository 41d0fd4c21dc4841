// What the README's commands start: installs what is missing, builds what is old, runs. `--prepare` stops before running.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const args = process.argv.slice(2)

installMissing()
const { ensureBuilt } = await import('./ensure-built.mjs')
ensureBuilt()
if (args[0] !== '--prepare') run()

/** npm leaves a record of what it installed; older than the lock file, or not there, it is time to install. */
function installMissing() {
  const record = join(root, 'node_modules', '.package-lock.json')
  const lock = join(root, 'package-lock.json')
  if (existsSync(record) && (!existsSync(lock) || statSync(record).mtimeMs >= statSync(lock).mtimeMs - 1000)) return
  process.stderr.write('Installing what is missing (npm ci) …\n')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    process.stderr.write('npm ci failed: is the registry within reach?\n')
    process.exit(status ?? 1)
  }
}

function run() {
  const child = spawn(process.execPath, [join(root, 'bin', 'salient'), ...args], { stdio: 'inherit' })
  // The child hears the keyboard's interrupt itself; a signal sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // npm that is told to stop leaves its script behind: a changed parent is the only sign of it.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}
