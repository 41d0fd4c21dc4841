import { isIP } from 'node:net'

export type HostScope = 'host' | 'site'

/**
 * The key under which requests take turns. `host`: the name, and the port where it is not the usual one of the scheme.
 * `site`: the name as it is registered (`news.example.co.uk` → `example.co.uk`), so that all hosts of one owner share turns.
 */
export function hostKey(url: URL, scope: HostScope): string {
  const name = url.hostname.replace(/\.$/, '')
  if (scope === 'host') return url.port === '' ? name : `${name}:${url.port}`
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0) return name
  const labels = name.split('.')
  return labels.slice(sharedSecondLevel(labels) ? -3 : -2).join('.')
}

/**
 * Second levels that countries register names below. Without the Public Suffix List a rare one is missed; then more hosts
 * than need be share their turns, which is slower and never ruder.
 */
const secondLevels = new Set(['ac', 'co', 'com', 'edu', 'gob', 'gov', 'go', 'mil', 'ne', 'net', 'nom', 'or', 'org'])

function sharedSecondLevel(labels: readonly string[]): boolean {
  return labels.at(-1)?.length === 2 && secondLevels.has(labels.at(-2) ?? '')
}
