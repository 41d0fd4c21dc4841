// `npm run check`: format and lint, promises, types, dead code, then the tests (the tidy test among them). Stops at the first that fails.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const steps = [
  ['format and lint', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings']],
  ['promises', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']],
  ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['dead code', 'knip/bin/knip.js', []],
  ['tests', 'vitest/vitest.mjs', ['run']],
]

for (const [name, script, args] of steps) {
  process.stdout.write(`— ${name}\n`)
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) {
    process.stdout.write(`check failed at: ${name}\n`)
    process.exit(1)
  }
}
process.stdout.write('check passed\n')
