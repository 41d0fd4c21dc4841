/** What is known of where a request comes from: its address, and whether it was made on this very machine. */
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import type { Arrival } from './doors/accounts.ts'
import { hostOf, isLoopbackName } from './guard.ts'

export type ArrivalPolicy = {
  readonly signIn: 'when-needed' | 'always' | 'one-person'
  /** Addresses and ranges whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  /** The public address leads elsewhere than to this machine: a proxy in front may look like this machine. */
  readonly isPublic: boolean
}

/** Each of these says that somebody else sent the request on. */
const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']
const forwardedHopsMax = 20

/** `boundToLoopback`: only this machine can reach the server. */
export function arrivalOf(c: Context, policy: ArrivalPolicy, boundToLoopback: boolean): Arrival {
  const remote = remoteAddress(c)
  return {
    cookie: c.req.header('cookie') ?? '',
    userAgent: c.req.header('user-agent') ?? '',
    token: bearerOf(c.req.header('authorization')),
    address: clientAddress(remote, c.req.header('x-forwarded-for'), policy.trustedProxies),
    atHome:
      policy.signIn === 'one-person' ||
      (policy.signIn === 'when-needed' &&
        boundToLoopback &&
        !policy.isPublic &&
        isLoopback(remote) &&
        isLoopbackName(hostOf(c).replace(/:\d+$/, '')) &&
        forwardingHeaders.every((name) => c.req.header(name) === undefined)),
  }
}

function bearerOf(header: string | undefined): string | undefined {
  return /^bearer +(\S{1,200})$/i.exec(header ?? '')?.[1]
}

/** Without a socket (requests made within the program) there is no address. */
function remoteAddress(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? ''
  } catch {
    return ''
  }
}

/** The last address of the chain that no trusted proxy has: what stands before it, the client may have written itself. */
export function clientAddress(remote: string, forwarded: string | undefined, trusted: readonly string[]): string {
  const ranges = trusted.map(rangeOf)
  const isTrusted = (address: string) => ranges.some((range) => matches(address, range))
  const chain = [...(forwarded ?? '').split(',', forwardedHopsMax + 1), remote].map((one) => one.trim())
  if (chain.length > forwardedHopsMax) return plain(remote)
  let address = remote
  for (const hop of chain.reverse()) {
    if (!ipaddr.isValid(hop)) break
    address = hop
    if (!isTrusted(hop)) break
  }
  return plain(address)
}

/** An IPv4 address in IPv6 clothes is written as what it is. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : ''
}

/** Throws an Error that names the setting when a range cannot be read. */
export function rangeOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.process(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch (cause) {
    throw new Error(
      `SALIENT_TRUSTED_PROXIES: ${JSON.stringify(text)} is no address or range. Write it as 192.0.2.1 or 192.0.2.0/24.`,
      { cause },
    )
  }
}

function matches(text: string, [network, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  return address.kind() === network.kind() && address.match(network, bits)
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'
}
