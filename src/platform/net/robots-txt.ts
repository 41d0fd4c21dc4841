/** What a robots.txt allows one robot: paths with the query, as they stand in a URL. */
export type RobotsRules = readonly { readonly allow: boolean; readonly pattern: string }[]

/** RFC 9309 §2.5 asks for at least 500 KiB; what comes after is not read. */
const bytesReadMax = 512 * 1024
const rulesMax = 10_000
const patternCharactersMax = 2_000

/**
 * The rules of a robots.txt (RFC 9309) for the robot called `product`, or those for every robot when it is not named.
 * Groups of one name are put together. Total.
 */
export function parseRobotsTxt(bytes: Uint8Array, product: string): RobotsRules {
  const text = new TextDecoder().decode(bytes.subarray(0, bytesReadMax))
  const own: { allow: boolean; pattern: string }[] = []
  const forAll: { allow: boolean; pattern: string }[] = []
  let agents: string[] = []
  let named = false
  let agentsEnd = false
  for (const line of text.split(/[\r\n]+/)) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const field = line.slice(0, colon).trim().toLowerCase()
    const value = (line.slice(colon + 1).split('#', 1)[0] ?? '').trim()
    if (field === 'user-agent') {
      agents = agentsEnd ? [value.toLowerCase()] : [...agents.slice(-rulesMax), value.toLowerCase()]
      agentsEnd = false
      named ||= agents.includes(product.toLowerCase())
    } else if (field === 'allow' || field === 'disallow') {
      agentsEnd = true
      if (value === '') continue
      const rule = { allow: field === 'allow', pattern: value.slice(0, patternCharactersMax) }
      if (agents.includes(product.toLowerCase()) && own.length < rulesMax) own.push(rule)
      if (agents.includes('*') && forAll.length < rulesMax) forAll.push(rule)
    }
  }
  return named ? own : forAll
}

/** Whether the rules allow a path: the longest pattern that matches decides, `allow` where two are as long. */
export function robotsAllow(rules: RobotsRules, path: string): boolean {
  const normal = normalise(path)
  let best = { allow: true, length: -1 }
  for (const { allow, pattern } of rules) {
    const length = pattern.length
    if (length < best.length || (length === best.length && !allow)) continue
    if (matches(normalise(pattern), normal)) best = { allow, length }
  }
  return best.allow
}

/** `%7e`, `%7E` and `~` are one path; so are `é` and its percent-encoding. */
function normalise(path: string): string {
  return path
    .replace(/%[0-9a-f]{2}/gi, (code) => {
      const character = String.fromCharCode(Number.parseInt(code.slice(1), 16))
      return /[a-z0-9\-._~]/i.test(character) ? character : code.toUpperCase()
    })
    .replace(/[^\u0021-\u007e]+/gu, (characters) => encodeURIComponent(characters.toWellFormed()))
}

/** A pattern matches the beginning of a path; `*` stands for anything and a last `$` for the end. O(path · stars). */
function matches(pattern: string, path: string): boolean {
  const toEnd = pattern.endsWith('$')
  const pieces = (toEnd ? pattern.slice(0, -1) : pattern).split('*')
  const [first = '', ...rest] = pieces
  if (!path.startsWith(first)) return false
  if (toEnd && rest.length === 0) return path === first
  const last = toEnd ? rest.pop() : undefined
  let at = first.length
  for (const piece of rest) {
    const found = path.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return last === undefined || (path.endsWith(last) && path.length - last.length >= at)
}
