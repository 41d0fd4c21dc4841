import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Added, addByUrl, addOpml } from '../jobs/add-sources.ts'
import { type Command, exitCodes, type Terminal, UsageError } from './command.ts'

/** Problems shown one by one; the rest is counted. */
const problemsShownMax = 20

export const add: Command = {
  name: 'add',
  help: `
Usage: salient add URL|FILE.opml …

Adds what each URL holds: a feed (RSS, Atom, JSON Feed, news sitemap), a page that names its feed, an OPML list, or a
single article. A file is read as OPML. What is known already stays as it is.

Sources at private addresses are refused unless SALIENT_ALLOW_PRIVATE_NETWORKS lists them.
Works beside a running server; entries come in when it, or salient refresh --wait, runs.

Exit codes: 0 all added, 1 nothing could be added, 3 some could not.
`,
  run: async (args, terminal) => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
    if (positionals.length === 0) throw new UsageError('what is to be added? Give a URL or an OPML file.')
    await using installation = await terminal.program.openWork('salient add')
    let failed = 0
    for (const given of positionals) {
      const added = await addOne(installation.work, given)
      if (!tell(terminal, given, added)) failed += 1
    }
    return failed === 0 ? exitCodes.ok : failed === positionals.length ? exitCodes.failed : exitCodes.partly
  },
}

async function addOne(work: Parameters<typeof addByUrl>[0], given: string): Promise<Added> {
  if (/^[a-z][a-z0-9+.-]*:/i.test(given)) return await addByUrl(work, given)
  const bytes = await readFile(given).catch(() => undefined)
  if (bytes !== undefined) return await addOpml(work, bytes)
  return await addByUrl(work, `https://${given}`)
}

/** Says what came of it; false when nothing did. */
function tell({ stdout, stderr }: Terminal, given: string, added: Added): boolean {
  switch (added.kind) {
    case 'source':
      stdout.write(
        `${added.isNew ? 'Added' : 'Known already:'} ${added.title} (${count(added.entries, 'new entry', 'new entries')})\n`,
      )
      return true
    case 'list':
      for (const { code, message } of added.problems.slice(0, problemsShownMax)) stderr.write(`  ${code}: ${message}\n`)
      if (added.problems.length > problemsShownMax)
        stderr.write(`  … and ${added.problems.length - problemsShownMax} more\n`)
      stdout.write(
        `Added ${count(added.added.length, 'source', 'sources')} from ${given} (${added.known} known already, ${added.problems.length} could not be added)\n`,
      )
      return added.added.length + added.known > 0
    case 'article':
      stdout.write(`${added.isNew ? 'Added the article' : 'Known already:'} ${added.title}\n`)
      for (const feed of added.feeds) stdout.write(`  Its page names a feed; to follow it: salient add ${feed}\n`)
      return true
    case 'problem':
      stderr.write(`salient add: ${given}: ${added.problem.code}: ${added.problem.message}\n`)
      return false
  }
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`
}
