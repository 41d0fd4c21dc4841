import { ensureBuilt } from '../scripts/ensure-built.mjs'

/** Worker threads and `bin/salient` run what is built: it is brought up to date before any test. */
export default function setup(): void {
  ensureBuilt()
}
