import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import type { AddressGuard } from './address-guard.ts'

/** All addresses of a host name, in the order to try. Rejects with a DNS error code when there are none. */
export type Lookup = (hostname: string) => Promise<readonly string[]>

/** The code of the error that a refused address ends in. */
export const privateAddressCode = 'PRIVATE_ADDRESS'

/**
 * Opens sockets for undici, to addresses that the guard lets through and to no other. The name is resolved inside the act of
 * connecting, and the addresses checked are the very ones that are connected to: an answer of DNS that changes between a
 * check and a connection changes nothing here.
 */
export function createGuardedConnector(options: {
  readonly mayConnect: AddressGuard
  readonly lookup?: Lookup
  readonly connectTimeoutMs: number
}): buildConnector.connector {
  const { mayConnect, lookup = resolveWithSystem, connectTimeoutMs } = options
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    lookup: guardedLookup(mayConnect, lookup),
    autoSelectFamily: true,
    // The default of 250 ms gives up on hosts that are far away.
    autoSelectFamilyAttemptTimeout: 1_500,
  })
  return (target, callback) => {
    // A socket to a literal address asks no resolver, so that it is checked here.
    const literal = target.hostname.replace(/^\[|\]$/g, '')
    if (isIP(literal) !== 0 && !mayConnect(literal)) callback(refusal(literal, [literal]), null)
    else connect(target, callback)
  }
}

/** Addresses of one name that are tried; more would be a way to make us knock at many doors. */
const addressesMax = 16

function guardedLookup(mayConnect: AddressGuard, lookup: Lookup): LookupFunction {
  return (hostname, { all }, callback) => {
    lookup(hostname).then(
      (addresses) => {
        const open = addresses.filter(mayConnect).slice(0, addressesMax)
        const [first] = open
        if (first === undefined) callback(refusal(hostname, addresses), '', 0)
        else if (all === true)
          callback(
            null,
            open.map((address) => ({ address, family: isIP(address) })),
          )
        else callback(null, first, isIP(first))
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }
}

async function resolveWithSystem(hostname: string): Promise<readonly string[]> {
  return (await systemLookup(hostname, { all: true })).map(({ address }) => address)
}

function refusal(hostname: string, addresses: readonly string[]): NodeJS.ErrnoException {
  const where = addresses.length === 0 ? 'no address' : addresses.slice(0, addressesMax).join(', ')
  return Object.assign(new Error(hostname === where ? where : `${hostname} is ${where}`), { code: privateAddressCode })
}
