import { basename } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Suites in test/servers need servers or a browser that a fresh machine lacks: `.ci/run` installs those and asks for them too. */
const servers = process.env['SALIENT_TEST_SERVERS'] === '1'

/** Those that take minutes, longest first: begun last, they would be waited for when all others are over. */
const longest =
  `embedded postgres-15 reader-doors accounts-desktop accounts-phone push launcher sources bad-input muted-everywhere queries
  corrections isolation opposite-readers page-threads websub demo simulated-readers muted controls refresh-again moved-stories
  hostile-outlets web-pages web-keys web-paths web-queue web-offline subjects simulate eval`.split(/\s+/u)

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = longest.indexOf(basename(moduleId, '.test.ts'))
      // Units come last and together: each process that takes one goes on to the next.
      return (project.name === 'units' ? 1_000 : 0) + (at === -1 ? longest.length : at)
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

const units = ['src/**/*.test.{ts,tsx}', 'test/web/*.test.ts', 'test/measured/*.test.ts', 'test/servers/web-*.test.ts']
const unlessAskedFor = servers ? [] : ['test/servers/**']
const each = { testTimeout: 240_000, hookTimeout: 240_000, pool: 'forks' } as const

export default defineConfig({
  test: {
    globalSetup: ['test/built.ts'],
    // Suites wait for a server, a browser or the clock as long as they compute: a third one fills two processors.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      // They leave nothing behind: one process runs many, and reads what they import once.
      { test: { ...each, name: 'units', include: units, exclude: unlessAskedFor, isolate: false } },
      {
        test: {
          ...each,
          name: 'suites',
          include: ['test/**/*.test.ts'],
          exclude: [...units, ...unlessAskedFor],
        },
      },
    ],
  },
})
