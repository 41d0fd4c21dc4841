/** The rules of ARCHITECTURE.md, checked; and the checks themselves, each shown to catch what it is for. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { settingNames } from '../src/app/config.ts'
import * as rules from './tidy/rules.ts'
import { parseSource, readTree, root } from './tidy/source-file.ts'

const source = readTree('src')
const all = [...source, ...readTree('test'), ...readTree('bench')]

const checks: readonly {
  readonly name: string
  readonly rule: rules.Rule
  readonly files: typeof source
  /** A file that breaks the rule. */
  readonly planted: { readonly path: string; readonly text: string }
}[] = [
  {
    name: 'imports go down',
    rule: rules.importsGoDown,
    files: source,
    planted: { path: 'src/domain/planted.ts', text: "import '../server/doors.ts'" },
  },
  {
    name: 'domain and pipeline are pure',
    rule: rules.pureCore,
    files: source,
    planted: { path: 'src/pipeline/feeds/planted.ts', text: 'export const at = Date.now()' },
  },
  {
    name: 'one file reads the environment',
    rule: rules.environmentInOnePlace,
    files: source,
    planted: { path: 'src/jobs/planted.ts', text: 'export const home = process.env.HOME' },
  },
  {
    name: 'SQL stays in storage',
    rule: rules.sqlInStorage,
    files: source,
    planted: { path: 'src/jobs/planted.ts', text: "export const q = (db) => db.selectFrom('readers')" },
  },
  {
    name: 'HTTP statuses stay in the server',
    rule: rules.statusesInServer,
    files: source,
    planted: { path: 'src/jobs/planted.ts', text: 'export const answer = { status: 404 }' },
  },
  {
    name: 'one way out to the network',
    rule: rules.oneWayOut,
    files: source,
    planted: { path: 'src/jobs/planted.ts', text: 'export const get = async (url) => await fetch(url)' },
  },
  {
    name: 'one way out to the network, by package',
    rule: rules.oneWayOut,
    files: source,
    planted: { path: 'src/server/planted.ts', text: "import { request } from 'node:https'" },
  },
  {
    name: 'tests wait with patience',
    rule: rules.patientTests,
    files: all,
    planted: { path: 'test/planted.test.ts', text: 'await vi.waitUntil(() => is.done)' },
  },
  {
    name: 'no file is long',
    rule: rules.smallFiles,
    files: all,
    planted: { path: 'src/domain/planted.ts', text: '\n'.repeat(501) },
  },
  {
    name: 'no function is long',
    rule: rules.smallFunctions,
    files: source,
    planted: { path: 'src/domain/planted.ts', text: `export function long() {${'\n'.repeat(71)}}` },
  },
  {
    name: 'names say what is inside',
    rule: rules.plainNames,
    files: all,
    planted: { path: 'src/domain/string-utils.ts', text: '' },
  },
  {
    name: 'no cycles',
    rule: rules.noCycles,
    files: source,
    planted: { path: 'src/domain/planted.ts', text: "import './planted.ts'" },
  },
  {
    name: 'no orphans',
    rule: rules.noOrphans,
    files: all,
    planted: { path: 'src/domain/planted.ts', text: '' },
  },
]

describe.each(checks)('$name', ({ rule, files, planted }) => {
  test('holds in the tree', () => {
    expect(rule(files)).toEqual([])
  })
  test('catches what is planted', () => {
    const broken = rule([...files, parseSource(planted.path, planted.text)])
    expect(broken.filter((complaint) => complaint.includes(planted.path))).not.toEqual([])
  })
  test('complains when there is nothing to look at', () => {
    expect(rule([])).not.toEqual([])
  })
})

test('migrations that were published are not edited', () => {
  const folder = join(root, 'migrations')
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const sums = names.map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}  ${name}`,
  )
  expect(names.length).toBeGreaterThan(0)
  expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n')).toEqual(sums)
})

test('every setting is documented', () => {
  const text = readFileSync(join(root, 'docs', 'settings.md'), 'utf8')
  expect(settingNames.length).toBeGreaterThan(0)
  expect(settingNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})
