import { readFileSync } from 'node:fs'

// Our own package's file, two folders up both from here and from what is built; it has a version.
const file = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

export const { version } = file
