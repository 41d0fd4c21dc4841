/**
 * Writes lexicons/catalogue.json from lists of feeds by country and by subject (OPML, CC0; addresses and names alone):
 * `node scripts/build-catalogue.mjs [folder]`. The folder holds `countries/` and `recommended/`; default ../shared/data/opml.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { decodeXML } from 'entities'
import { outletNames } from './outlet-name.mjs'

const folder = process.argv[2] ?? new URL('../../shared/data/opml', import.meta.url).pathname
const target = new URL('../lexicons/catalogue.json', import.meta.url)
const nameCharactersMax = 80

/** Feeds that a list of another country holds, by their hosts: what belongs where is not for a machine to find. */
const countriesOf = new Map([['rssfeeds.9news.com', 'US']])

const codes = countryCodes()
const byUrl = new Map()
for (const [kind, place] of [
  ['countries', (name) => ({ country: codes.get(name) })],
  ['recommended', (name) => ({ subject: name })],
]) {
  const lists = join(folder, kind, 'without_category')
  for (const file of (await readdir(lists)).filter((name) => name.endsWith('.opml')).sort()) {
    const where = place(basename(file, '.opml'))
    if (Object.values(where).includes(undefined)) throw new Error(`${file} names no country that is known`)
    for (const feed of feedsIn(await readFile(join(lists, file), 'utf8')))
      byUrl.set(feed.url, { ...feed, ...byUrl.get(feed.url), ...where, ...placeOf(feed) })
  }
}
if (byUrl.size === 0) throw new Error(`${folder} holds no list of feeds`)
const feeds = [...byUrl.values()]
const names = outletNames(feeds)
const lines = feeds.map(({ url, country, subject }, n) =>
  JSON.stringify({ url, name: names[n].slice(0, nameCharactersMax).trim(), country, subject }),
)
await writeFile(target, `[\n${lines.join(',\n')}\n]\n`)
console.log(`${byUrl.size} feeds`)

function placeOf({ url }) {
  const country = countriesOf.get(new URL(url).hostname)
  return country === undefined ? {} : { country }
}

function feedsIn(opml) {
  return [...opml.matchAll(/<outline\s[^>]*>/g)].flatMap(([outline]) => {
    const url = attribute(outline, 'xmlUrl')
    const title = attribute(outline, 'title') || attribute(outline, 'text')
    if (!URL.canParse(url) || !/^https?:/.test(url) || title === '') return []
    const address = new URL(url)
    address.hash = ''
    return [{ url: address.href, title }]
  })
}

function attribute(outline, name) {
  const written = new RegExp(`\\s${name}="([^"]*)"`).exec(outline)?.[1] ?? ''
  return decodeXML(written).replace(/\s+/g, ' ').trim()
}

/** English name of a country, as CLDR has it → ISO 3166-1 code; of two with one name (FR and FX, GB and UK) the one in use. */
function countryCodes() {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return new Map(
    letters
      .flatMap((a) => letters.map((b) => [names.of(a + b), new Intl.Locale(`und-${a}${b}`).region]))
      .filter(([name]) => name !== undefined),
  )
}
