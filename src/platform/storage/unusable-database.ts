/** Why a database of the operator's own cannot be used: what was received, never with a password in it, and what to do. */

const waitedFor = 10_000

/** An Error in words; `cause` itself where it is not about reaching the database. */
export function unusableDatabase(cause: unknown, url: string): Error {
  // Node tells of several addresses of one name at once.
  const error = cause instanceof AggregateError && cause.errors[0] instanceof Error ? cause.errors[0] : cause
  if (!(error instanceof Error)) return new Error(String(error))
  const parts = partsOf(url)
  const why = parts === undefined ? notAnAddress : reasonOf(error, parts)
  if (why === undefined) return error
  return new Error(`The database at DATABASE_URL=${shownUrl(url)} cannot be used: ${why}`, { cause })
}

/** A database's address without its password, and without what follows the question mark, where there could be another. */
export function shownUrl(url: string): string {
  const bare = url.replace(/\?.*$/su, '')
  const parts = partsOf(url)
  if (parts !== undefined && parts.user !== '') {
    const { protocol, user, host, path } = parts
    return `${protocol}//${user}:…@${host}${path}`
  }
  // Where a password breaks the address, all before the last @ may be part of it.
  if (!url.includes('@')) return bare
  const scheme = /^[a-z]+:(?:\/\/)?/i.exec(url)?.[0] ?? ''
  return `${scheme}…@${url.slice(url.lastIndexOf('@') + 1).replace(/\?.*$/su, '')}`
}

type Parts = {
  readonly protocol: string
  readonly user: string
  readonly host: string
  readonly path: string
  readonly database: string
}

/** `undefined` for what is no address, or would be taken for another one than was meant. */
function partsOf(url: string): Parts | undefined {
  // A folder with a socket, and after a space the database's name.
  if (url.startsWith('/')) return { protocol: '', user: '', host: '', path: url, database: url.split(' ')[1] ?? '' }
  if (!URL.canParse(url)) return undefined
  const { protocol, username: user, host, pathname: path, search, searchParams, hash } = new URL(url)
  // A sign of the password ended the part that it stands in.
  if (`${path}${hash}${user === '' ? search : ''}`.includes('@')) return undefined
  const database = protocol === 'socket:' ? (searchParams.get('db') ?? '') : path.replace(/^\//, '')
  return { protocol, user, host, path, database }
}

const notAnAddress =
  'it is no address. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE; in a password, write %40 for @, %3A for :, %2F for /, %23 for # and %3F for ?.'

/** By the code of the system, of Node or of PostgreSQL (its appendix A); `undefined` where the address is not to blame. */
function reasonOf(error: Error, { user, host, database }: Parts): string | undefined {
  const code = 'code' in error ? String(error.code) : ''
  const where = host === '' ? 'this machine' : host
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `there is no host of that name (${code}). Is it spelt right, and can this machine look it up?`
    case 'ECONNREFUSED':
    case 'ENOENT':
      return `nothing listens at ${where} (${code}). Is PostgreSQL running there, and at this port?`
    case '28P01':
    case '28000':
      return `${where} does not let the user ${JSON.stringify(user)} in (${code}: ${error.message}). Is the password right, and does pg_hba.conf allow it from here?`
    case '3D000':
      return `there is no database ${JSON.stringify(database)} at ${where} (${code}). Make it: createdb ${database === '' ? 'DATABASE' : database}`
    case '42501':
      return `the user ${JSON.stringify(user)} may not make tables in it (${code}: ${error.message}). Let them own the database.`
  }
  if (/timeout/i.test(error.message) || code === 'ETIMEDOUT')
    return `${where} did not answer within ${waitedFor / 1000} seconds. Is it the right host, and does a firewall let this machine through?`
  return /^(E[A-Z]+|ERR_|28|08|53|57)/.test(code) || /^SASL|SSL/.test(error.message)
    ? `${error.message}${code === '' ? '' : ` (${code})`}. Is it running, and are user, password and name right?`
    : undefined
}
