import { stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { type Command, exitCodes, type Terminal, UsageError } from './command.ts'
import type { Measurement, PassedOver, UnreadLine } from './eval/measurement.ts'

const help = `
salient eval WHAT FILE [--json] [--report OUT.html]

Measures Salient on a file of rows that tell what is right, one JSON object a line:

  rank      rows of salient rank with "clicked": [id...], pages of salient page-log, or behaviors.tsv of MIND with
            news.tsv beside it; compares the order with baselines: AUC, MRR, nDCG; what lists are like, and what each
            feature is worth
  stories   rows of salient cluster with "story"; B-cubed precision, recall and F1, in the end and online
  topics    rows of salient understand with "subject", or "category" and --classes; accuracy and mean F1, by class
  entities  rows of salient understand with "names": [{"name", "kind"}], or columns as of CoNLL; F1 of names

Figures are in percent, each with the interval that 95 of 100 resamplings of the rows fall into. Rows that do not tell
what is right are passed over; the error output says how many and why.

  --json             the same figures as one JSON object, in [0, 1]
  --report OUT.html  writes a report with pictures and the worst mistakes, in one file that loads nothing
  --classes FILE     for topics: which subjects mean which category

Exit codes: 0 measured, 1 nothing to measure, 3 measured but for lines that are not JSON.

The rows are described in docs/protocols/measurements.md.
`

/** Lines that are named one by one; the rest is counted. */
const unreadShownMax = 5

/** What can be measured; each is loaded when it is asked for. */
const measurements: Readonly<Record<string, () => Promise<Measurement>>> = {
  rank: async () => (await import('./eval/rank.ts')).measureRank,
  stories: async () => (await import('./eval/stories.ts')).measureStories,
  topics: async () => (await import('./eval/topics.ts')).measureTopics,
  entities: async () => (await import('./eval/entities.ts')).measureEntities,
}

export const evaluate: Command = {
  name: 'eval',
  help,
  run: async (args, { stdout, stderr }) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, report: { type: 'string' }, classes: { type: 'string' } },
      allowPositionals: true,
    })
    const [what = '', file] = positionals
    const load = Object.hasOwn(measurements, what) ? measurements[what] : undefined
    if (load === undefined || file === undefined || positionals.length !== 2)
      throw new UsageError(
        `it needs what to measure (${Object.keys(measurements).join(', ')}) and a file: salient eval stories FILE`,
      )
    if (values.classes !== undefined && what !== 'topics') throw new UsageError('--classes is for topics.')
    // Measuring takes minutes: what it is for is looked at before.
    if (values.report !== undefined) await checkFolder(values.report)
    const measure = await load()
    const found = await measure(file, { classes: values.classes })
    tellUnread(stderr, file, found.unread)
    tellPassedOver(stderr, file, found.passedOver)
    if ('nothing' in found) {
      stderr.write(`${found.nothing}\n`)
      return exitCodes.failed
    }
    if (values.report !== undefined) await writeFile(values.report, found.report())
    const passedOver = [...found.passedOver.values()].reduce((sum, count) => sum + count, 0)
    stdout.write(values.json === true ? `${JSON.stringify({ ...found.figures, passedOver })}\n` : found.table)
    return found.unread.length === 0 ? exitCodes.ok : exitCodes.partly
  },
}

function tellUnread(stderr: Terminal['stderr'], file: string, unread: readonly UnreadLine[]): void {
  for (const { line, what } of unread.slice(0, unreadShownMax)) stderr.write(`${file}: line ${line} ${what}\n`)
  if (unread.length > unreadShownMax) stderr.write(`${file}: ${unread.length} lines in all are passed over\n`)
}

function tellPassedOver(stderr: Terminal['stderr'], file: string, passedOver: PassedOver): void {
  for (const [why, count] of passedOver)
    stderr.write(`${file}: ${count} ${count === 1 ? 'row is' : 'rows are'} passed over: ${why}\n`)
}

async function checkFolder(report: string): Promise<void> {
  const folder = dirname(report)
  const there = await stat(folder).catch(() => undefined)
  if (there?.isDirectory() !== true) throw new UsageError(`--report: there is no folder ${folder}`)
  if ((await stat(report).catch(() => undefined))?.isDirectory() === true)
    throw new UsageError(`--report takes a file; ${report} is a folder`)
}
