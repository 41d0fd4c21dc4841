/** Namespaces of feeds, told by their addresses; a feed may call them as it likes, here each has its usual prefix. */

/** Prefix as written → the usual prefix; '' is the default namespace. */
export type Namespaces = ReadonlyMap<string, string>

const usual: Readonly<Record<string, string>> = {
  '': '',
  'http://backend.userland.com/rss': '',
  'http://backend.userland.com/rss2': '',
  'http://blogs.law.harvard.edu/tech/rss': '',
  'http://cyber.law.harvard.edu/rss': '',
  'http://purl.org/rss/1.0': '',
  'http://my.netscape.com/rdf/simple/0.9': '',
  'http://channel.netscape.com/rdf/simple/0.9': '',
  'http://my.netscape.com/publish/formats/rss-0.91.dtd': '',
  'http://example.com/newformat#': '',
  'http://example.com/necho': '',
  'http://purl.org/echo': '',
  'uri/of/echo/namespace#': '',
  'http://purl.org/pie': '',
  'http://purl.org/rss/1.0/modules/rss091#': '',
  'http://www.w3.org/2005/atom': 'atom',
  'http://purl.org/atom/ns#': 'atom',
  'http://www.sitemaps.org/schemas/sitemap/0.9': '',
  'http://www.google.com/schemas/sitemap/0.84': '',
  'http://www.google.com/schemas/sitemap-news/0.9': 'news',
  'http://www.google.com/schemas/sitemap-image/1.1': 'image',
  'http://www.google.com/schemas/sitemap-video/1.1': 'video',
  'http://purl.org/rss/1.0/modules/content': 'content',
  'http://purl.org/dc/elements/1.1': 'dc',
  'http://purl.org/dc/elements/1.0': 'dc',
  'http://purl.org/dc/terms': 'dcterms',
  'http://purl.org/rss/1.0/modules/syndication': 'sy',
  'http://purl.org/rss/1.0/modules/slash': 'slash',
  'http://purl.org/syndication/thread/1.0': 'thr',
  'http://purl.org/atompub/tombstones/1.0': 'at',
  'http://search.yahoo.com/mrss': 'media',
  'http://tools.search.yahoo.com/mrss': 'media',
  'http://video.search.yahoo.com/mrss': 'media',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://example.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://wellformedweb.org/commentapi': 'wfw',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://www.w3.org/1999/xlink': 'xlink',
  'http://www.w3.org/xml/1998/namespace': 'xml',
  'http://webns.net/mvcb': 'admin',
  'http://www.w3.org/2003/01/geo/wgs84_pos#': 'geo',
  'http://www.georss.org/georss': 'georss',
  'http://prismstandard.org/namespaces/1.2/basic': 'prism',
  'http://www.w3.org/2000/svg': 'svg',
  'http://www.w3.org/1998/math/mathml': 'math',
}

export const rootNamespaces: Namespaces = new Map([
  ['', ''],
  ['xml', 'xml'],
])

/**
 * The namespaces inside an element with these attributes. `documentElement` is the name of the outermost element, given
 * for that one alone: where it is Atom's, Atom is the core of the document and has no prefix.
 */
export function scopeOf(
  outer: Namespaces,
  attributes: readonly (readonly [string, string])[],
  documentElement?: string,
): Namespaces {
  const declared = attributes.filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
  if (declared.length === 0) return outer
  const inner = new Map(outer)
  for (const [name, address] of declared) {
    const prefix = name.slice('xmlns:'.length)
    const known = usual[address.trim().toLowerCase().replace(/\/$/, '')]
    const isCore =
      known === 'atom' && documentElement?.toLowerCase() === (prefix === '' ? 'feed' : `${prefix}:feed`.toLowerCase())
    inner.set(prefix, isCore ? '' : (known ?? prefix.toLowerCase()))
  }
  return inner
}

/** The name with its usual prefix. An undeclared prefix is taken for what it looks like. Attributes have no default. */
export function canonicalName(
  namespaces: Namespaces,
  written: string,
  as: 'element' | 'attribute' = 'element',
): { readonly name: string; readonly undeclared: boolean } {
  const colon = written.indexOf(':')
  const prefix = colon === -1 ? '' : written.slice(0, colon)
  const local = written.slice(colon + 1).toLowerCase()
  if (colon === -1 && as === 'attribute') return { name: local, undeclared: false }
  const known = namespaces.get(prefix)
  const space = known ?? prefix.toLowerCase()
  return { name: space === '' ? local : `${space}:${local}`, undeclared: known === undefined && prefix !== 'xmlns' }
}
