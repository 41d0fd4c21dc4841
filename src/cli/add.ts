import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Problem } from '../domain/problem.ts'
import { type Added, addByUrl, addOpml } from '../jobs/add-sources.ts'
import { type Command, exitCodes, type Terminal, UsageError } from './command.ts'

/** Problems shown one by one; the rest is counted. */
const problemsShownMax = 20

export const add: Command = {
  name: 'add',
  help: `
Usage: salient add URL|FILE.opml …

Adds what each URL holds: a feed (RSS, Atom, JSON Feed, news sitemap or an index of these), a page that names its feed, an
OPML list, or a single article. A file is read as OPML. What is known already stays as it is.

Sources at private addresses are refused unless SALIENT_ALLOW_PRIVATE_NETWORKS lists them.
Works beside a running server; entries come in when it, or salient refresh --wait, runs.

Exit codes: 0 all added, 1 nothing could be added, 3 some could not.
`,
  run: async (args, terminal) => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
    if (positionals.length === 0) throw new UsageError('what is to be added? Give a URL or an OPML file.')
    await using installation = await terminal.program.openWork('salient add')
    const came = new Set<Share>()
    for (const given of positionals) came.add(tell(terminal, given, await addOne(installation.work, given)))
    const [share] = came
    if (came.size > 1 || share === 'some') return exitCodes.partly
    return share === 'all' ? exitCodes.ok : exitCodes.failed
  },
}

async function addOne(work: Parameters<typeof addByUrl>[0], given: string): Promise<Added> {
  if (given.trim() === '') return problem('address-empty', 'An empty address was given. Give a URL or an OPML file.')
  if (/^[a-z][a-z0-9+.-]*:/i.test(given)) return await addByUrl(work, given)
  const read = await readFile(given).catch((error: NodeJS.ErrnoException) => error)
  if (!(read instanceof Error)) return await addOpml(work, read)
  const isThere = !noFileCodes.has(read.code ?? '')
  const isFolder = read.code === 'EISDIR'
  if (!isPath(given) && (!isThere || (isFolder && looksLikeHost(given))))
    return await addByUrl(work, `https://${given}`)
  if (isFolder) return problem('file-is-folder', 'This is a folder. Give the OPML file in it.')
  if (!isThere) return problem('file-missing', 'There is no such file.')
  return problem('file-unreadable', `The file cannot be read: ${read.message}.`)
}

/** What reading answers when nothing on this machine bears the name. */
const noFileCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'])

/** Whether an address without a scheme can only be meant as a file: `list.opml` is one, `example.org/feed.xml` is not. */
function isPath(given: string): boolean {
  if (/^(?:[/~]|\.{1,2}(?:\/|$))/.test(given)) return true
  return /\.(?:opml|xml)$/i.test(given) && !(given.includes('/') && looksLikeHost(given))
}

/** `example.org`, `localhost`, `127.0.0.1`, each with or without a port and a path. */
function looksLikeHost(given: string): boolean {
  return /^(?:localhost|[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)(?::\d+)?$/iu.test(given.split('/')[0] ?? '')
}

function problem(code: string, message: string): Added {
  return { kind: 'problem', problem: { code, message } }
}

/** How much of what was given is a source here now. */
type Share = 'all' | 'some' | 'none'

/** Says what came of it. */
function tell({ stdout, stderr }: Terminal, given: string, added: Added): Share {
  switch (added.kind) {
    case 'source':
      stdout.write(
        `${added.isNew ? 'Added' : 'Known already:'} ${added.title} (${count(added.entries, 'new entry', 'new entries')})\n`,
      )
      return 'all'
    case 'list':
      tellProblems(stderr, [...added.repairs, ...added.problems])
      stdout.write(
        `Added ${count(added.added.length, 'source', 'sources')} from ${given} (${added.known} known already, ${added.problems.filter(({ code }) => code === 'bad-url').length} could not be added)\n`,
      )
      if (added.problems.length === 0) return 'all'
      return added.added.length + added.known > 0 ? 'some' : 'none'
    case 'article':
      stdout.write(`${added.isNew ? 'Added the article' : 'Known already:'} ${added.title}\n`)
      for (const feed of added.feeds) stdout.write(`  Its page names a feed; to follow it: salient add ${feed}\n`)
      return 'all'
    case 'problem':
      stderr.write(
        `salient add: ${given.trim() === '' ? JSON.stringify(given) : given}: ${added.problem.code}: ${added.problem.message}\n`,
      )
      return 'none'
  }
}

function tellProblems(stderr: Terminal['stderr'], problems: readonly Problem[]): void {
  for (const { code, message } of problems.slice(0, problemsShownMax)) stderr.write(`  ${code}: ${message}\n`)
  if (problems.length > problemsShownMax) stderr.write(`  … and ${problems.length - problemsShownMax} more\n`)
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`
}
