/** Every command, loaded when it is called: a filter does not wait for the server's code. */
import type { Command } from './command.ts'

export type CommandEntry = { readonly summary: string; readonly load: () => Promise<Command> }

export const commands: Readonly<Record<string, CommandEntry>> = {
  serve: {
    summary: 'Run the server: pages, API, and the work behind them',
    load: async () => (await import('./serve.ts')).serve,
  },
  demo: {
    summary: 'Show Salient with a sample newsroom: no network, no setup',
    load: async () => (await import('./demo.ts')).demo,
  },
  add: {
    summary: 'Add sources: a feed, a page that names one, an OPML list, or one article',
    load: async () => (await import('./add.ts')).add,
  },
  refresh: { summary: 'Ask all sources for news now', load: async () => (await import('./refresh.ts')).refresh },
  sources: {
    summary: 'List sources and their health; remove one',
    load: async () => (await import('./sources.ts')).sources,
  },
  export: {
    summary: 'Print all feeds as an OPML list',
    load: async () => (await import('./export.ts')).exportSources,
  },
  'push-keys': {
    summary: 'Make, list and revoke the keys of publishers that push articles',
    load: async () => (await import('./push-keys.ts')).pushKeys,
  },
  status: {
    summary: 'Counts of sources, entries, stories, readers and waiting work',
    load: async () => (await import('./status.ts')).status,
  },
  reader: {
    summary: 'Add, reset, remove and list readers; make access tokens',
    load: async () => (await import('./reader.ts')).reader,
  },
  feed: { summary: "Print a reader's page", load: async () => (await import('./feed.ts')).feed },
  signal: {
    summary: 'Tell what a reader did with a story',
    load: async () => (await import('./signal.ts')).signal,
  },
  corrections: {
    summary: 'What people said of stories, as labelled data',
    load: async () => (await import('./corrections.ts')).corrections,
  },
  'page-log': {
    summary: 'Pages that were made and what readers did with them, for comparing rankers',
    load: async () => (await import('./page-log.ts')).pageLog,
  },
  simulate: {
    summary: 'Let invented readers browse pages, and compare ways to make them',
    load: async () => (await import('./simulate.ts')).simulateReaders,
  },
  migrate: { summary: 'Bring the database up to date', load: async () => (await import('./migrate.ts')).migrate },
  doctor: {
    summary: 'Check database, disk, memory, clock, model and the sources’ last answers, and say what to fix',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  parse: {
    summary: 'Parse feeds: one JSON object a line in, one a line out',
    load: async () => (await import('./parse.ts')).parse,
  },
  extract: {
    summary: 'Extract articles from pages, line by line',
    load: async () => (await import('./extract.ts')).extract,
  },
  understand: {
    summary: 'Find language, key points, topics and entities, line by line',
    load: async () => (await import('./understand.ts')).understand,
  },
  cluster: {
    summary: 'Fold articles into stories, line by line',
    load: async () => (await import('./cluster.ts')).cluster,
  },
  rank: {
    summary: 'Rank candidates for a profile, line by line',
    load: async () => (await import('./rank.ts')).rank,
  },
  eval: {
    summary: 'Measure rankings, stories, topics and entities against what people did',
    load: async () => (await import('./eval.ts')).evaluate,
  },
}
