import { defineConfig } from 'vitest/config'

/** Suites in test/servers need servers or a browser that a fresh machine lacks: `.ci/run` installs those and asks for them. */
const servers = process.env['SALIENT_TEST_SERVERS'] === '1'

export default defineConfig({
  test: {
    include: servers ? ['test/servers/**/*.test.ts'] : ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', ...(servers ? [] : ['test/servers/**'])],
    globalSetup: ['test/built.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // Suites wait for a server, a browser or the clock as long as they compute: a third one fills two processors.
    maxWorkers: 3,
  },
})
