/** Every command, loaded when it is called: a filter does not wait for the server's code. */
import type { Command } from './command.ts'

export type CommandEntry = { readonly summary: string; readonly load: () => Promise<Command> }

export const commands: Readonly<Record<string, CommandEntry>> = {
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
}
