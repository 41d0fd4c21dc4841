// Builds dist/: the program with tsc, joined into few files with Vite, as are the browser's. Types are checked by `npm run check`,
// not here.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const started = new Date()
run('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--noCheck'])
await bundle(join(root, 'dist'))
if (existsSync(join(root, 'vite.config.ts'))) run('vite/bin/vite.js', ['build', '--logLevel', 'warn'])
// The stamp carries the time the build began: what was edited meanwhile is built again.
const stamp = join(root, 'dist', '.built')
rmSync(stamp, { force: true })
writeFileSync(stamp, started.toISOString())
const { utimesSync } = await import('node:fs')
utimesSync(stamp, started, started)

function run(script, args) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(status ?? 1)
}
