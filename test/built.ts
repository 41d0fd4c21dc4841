import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from '../scripts/ensure-built.mjs'
import { madeIn } from './harness/made-database.ts'

/** Worker threads and `bin/salient` run what is built: it is brought up to date before any test. */
export default function setup(): () => void {
  ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'salient-databases-'))
  process.env[madeIn] = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}
