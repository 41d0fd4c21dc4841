/** How often somebody may try to get in: counted by network and by name, in the database, so that a restart forgives none. */
import ipaddr from 'ipaddr.js'
import { noteTry } from '../../platform/storage/accounts.ts'
import type { Database } from '../../platform/storage/database.ts'
import type { Arrival } from './accounts.ts'
import type { Refusal } from './reader.ts'

const triesWindowMs = 15 * 60_000
const triesByName = 10
const triesByAddress = 30

export async function tryAllowed(db: Database, { address }: Arrival, name?: string): Promise<boolean> {
  const byAddress = { subject: `address:${networkOf(address)}`, most: triesByAddress }
  const byName = name === undefined ? [] : [{ subject: `name:${name}`, most: triesByName }]
  return await noteTry(db, [byAddress, ...byName], triesWindowMs)
}

export const tooOften: Refusal = {
  refused: {
    code: 'sign-in-too-often',
    message: `That was tried too often. Wait ${triesWindowMs / 60_000} minutes.`,
  },
}

/** Tries are counted by network: who has an IPv6 address has 2⁶⁴ of them. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv4'
    ? parsed.toString()
    : ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
}
