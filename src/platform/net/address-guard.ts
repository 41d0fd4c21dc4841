import ipaddr from 'ipaddr.js'

/** Says whether a connection to an IP address may be made. Anything that is not an IP address may not. */
export type AddressGuard = (address: string) => boolean

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/**
 * Lets through addresses of the public internet, and those in `allowPrivateNetworks` (CIDR ranges or single addresses).
 * Everything that IANA's special-purpose registries list is refused. Addresses that carry an IPv4 address inside
 * (v4-mapped ::ffff:0:0/96, NAT64 64:ff9b::/96, 6to4 2002::/16) are judged by the address they carry.
 * Throws an Error that names the setting when a range cannot be read.
 */
export function createAddressGuard(allowPrivateNetworks: readonly string[]): AddressGuard {
  const allowed = allowPrivateNetworks.map(parseRange)
  return (text) => {
    if (!ipaddr.isValid(text)) return false
    const address = ipaddr.parse(text)
    const carried = carriedIPv4(address)
    const listed = (one: ipaddr.IPv4 | ipaddr.IPv6) =>
      allowed.some(([network, bits]) => network.kind() === one.kind() && one.match(network, bits))
    return listed(address) || (carried !== undefined && listed(carried)) || isPublic(carried ?? address)
  }
}

function parseRange(text: string): Range {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.parse(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch (cause) {
    throw new Error(
      `SALIENT_ALLOW_PRIVATE_NETWORKS: ${JSON.stringify(text)} is no address range. Write it as 10.0.0.0/8 or fd00::/8.`,
      { cause },
    )
  }
}

/** Global unicast is all that IANA has given out of IPv6; the rest has no public host. */
const globalUnicast = ipaddr.parseCIDR('2000::/3')

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(globalUnicast)
}

const wellKnownNat64 = ipaddr.parseCIDR('64:ff9b::/96')

function carriedIPv4(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | undefined {
  if (!(address instanceof ipaddr.IPv6)) return undefined
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  const bytes = address.toByteArray()
  if (address.match(wellKnownNat64)) return new ipaddr.IPv4(bytes.slice(12))
  if (address.range() === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6))
  return undefined
}
