/** The names of outlets out of the titles of their feeds: "Latest News | Daily Post" → "Daily Post". */

const seam = /\s*(?:\|+|::)\s*|\s+(?:[–—»›•·-]{1,2}|:)\s+|:\s+|\s*—\s*/u
/** Parts before these signs are the outlet more often than those behind; with other signs it is the other way round. */
const outletFirst = /:\s|\s-{1,2}\s/u
const mentioned = /^(?:articles on|comments on|rss di)\b:?\s*/iu

/** What any outlet's feed may be called, in the languages of the lists. */
const common = wordsOf(`
  all analysis and app articles at best blog breaking by channel content current daily edition feed for from front full
  headline headlines home hot in international latest links live most mostviewed news of on page podcast popular posts
  public read recent recipes rss s section show shows site stories story the times to today top topstories updates world
  your actualidad actualite actualites dans le monde a la une de em cima da hora di les noticias portada principal
  titres ultimas ultimoratop nachrichten der die aktuell главные новости последние первая полоса все материалы самые
  популярные на сайте 頭條網 主要トピックス صفحه اصلی
`)

/** Longer is no section of an outlet, but what it says of itself. */
const sectionMax = 22
const noSection = /news|blog|podcast|rss|edition|array|update/iu
/** Longer is a saying. */
const outletMax = 34
/** Parts of hosts that say where a feed lies, and not whose it is. */
const serviceLabels = /^(?:www|feeds?|rss|rssfeeds|api|blog|com?|news|newsfeed|feedburner|feedblitz|noticias)$/u

/** Outlets whose feeds do not say what they are called, by the host of the feed. */
const known = new Map([
  ['huffpost.com', 'HuffPost'],
  ['huffingtonpost.es', 'El HuffPost'],
  ['washingtonpost.com', 'The Washington Post'],
  ['business-standard.com', 'Business Standard'],
  ['saharareporters.com', 'Sahara Reporters'],
  ['philstar.com', 'The Philippine Star'],
  ['sunstar.com.ph', 'SunStar'],
  ['wirtualnemedia.pl', 'Wirtualne Media'],
  ['rp.pl', 'Rzeczpospolita'],
  ['france24.com', 'France 24'],
  ['lemonde.fr', 'Le Monde'],
  ['jagonews24.com', 'Jago News 24'],
  ['inhabitat.com', 'Inhabitat'],
  ['pitchfork.com', 'Pitchfork'],
  ['cnbc.com', 'CNBC'],
  ['cnn.com', 'CNN'],
  ['a.dj.com', 'The Wall Street Journal'],
  ['espn.com', 'ESPN'],
  ['espncricinfo.com', 'ESPNcricinfo'],
  ['engadget.com', 'Engadget'],
  ['americanhistory.si.edu', 'National Museum of American History'],
  ['developers.google.com', 'Google for Developers'],
  ['news18.com', 'News18'],
  ['lokmat.news18.com', 'News18 Lokmat'],
  ['diariodelweb.it', 'Diario del Web'],
  ['k.img.com.ua', 'Корреспондент'],
  ['tsn.ua', 'ТСН'],
  ['9news.com', '9News Denver'],
])

/** The name of each feed, in their order; two that would bear one name keep what tells them apart. */
export function outletNames(feeds) {
  const named = feeds.map(({ title, url }) => {
    const host = new URL(url).hostname.replace(/^(?:www|feeds|rss|rssfeeds)\./, '')
    const parts = partsOf(title, host)
    return { title, ...parts, outlet: known.get(host) ?? parts.outlet }
  })
  const titles = new Map()
  for (const { title, outlet, section } of named) {
    const name = `${outlet} ${section}`
    titles.set(name, new Set([...(titles.get(name) ?? []), title]))
  }
  return named.map(({ outlet, section, rest }) => {
    const told = section ?? (titles.get(`${outlet} ${section}`).size === 1 ? undefined : rest)
    return told === undefined ? outlet : `${outlet}: ${told}`
  })
}

function partsOf(title, host) {
  const parts = title
    .replace(mentioned, '')
    .split(seam)
    .map((part) =>
      part
        .replaceAll(/^[\s–-]+|:$/gu, '')
        .replaceAll(/^(?:https?:\/\/)?www\.|^https?:\/\/|\/$/g, '')
        .trim(),
    )
    .filter((part) => part !== '' && part !== 'Medium')
  if (parts.length === 0) return { outlet: host }
  if (parts.length === 1) return { outlet: isCommon(parts[0]) && host !== 'reddit.com' ? host : parts[0] }
  const told = parts.filter((part) => !isSaying(part))
  const own = told.filter((part) => !isCommon(part) || likeness(part, host) === 2)
  if (own.length === 0) return { outlet: host }
  const inOrder = outletFirst.test(title) ? own : own.toReversed()
  const outlet = inOrder.toSorted((one, other) => rank(other, host) - rank(one, host))[0]
  const isSection = (part) =>
    part.length <= sectionMax && !isHost(part) && !overlaps(part, outlet) && isLatin(part) === isLatin(outlet)
  return {
    outlet,
    section: own.find((part) => isSection(part) && !noSection.test(part)),
    rest: told.findLast((part) => isSection(part) && !/rss|array|blog|posts|home/iu.test(part)),
  }
}

/** The host's own name first, the shorter one of two; else the order decides, but for sayings. */
function rank(part, host) {
  const like = likeness(part, host)
  return like === 0 ? (part.length > outletMax ? -1 : 0) : like - part.length / 1000
}

function isHost(part) {
  return /^\S+\.[a-z]{2,3}$/iu.test(part)
}

/** "brought to you by …". */
function isSaying(part) {
  return /^\p{Ll}/u.test(part) && part.split(' ').length > 2
}

function isCommon(part) {
  return [...wordsOf(part)].every((word) => common.has(word))
}

function isLatin(part) {
  return /^\P{L}*\p{Script=Latin}/u.test(part)
}

/** The same name twice. */
function overlaps(one, other) {
  const [a, b] = [squeezed(one), squeezed(other)]
  return a.includes(b) || b.includes(a)
}

/** Whether the host bears this name: 0, or more. */
function likeness(part, host) {
  if (isHost(part)) return 1
  const labels = host
    .split('.')
    .slice(0, -1)
    .filter((label) => !serviceLabels.test(label))
    .map((label) => squeezed(label).replace(/^the(?=.{4})/u, ''))
  const name = squeezed(part.replace(/^the\s/iu, ''))
  if (labels.some((label) => label.length > 2 && name.includes(label)) || labels.includes(initials(part))) return 2
  return labels.some((label) => name.length >= label.length * 0.7 && label.includes(name)) ? 1 : 0
}

function wordsOf(text) {
  return new Set(bare(text.replaceAll(/['’]/gu, '')).match(/[\p{L}\p{N}]+/gu) ?? [])
}

function squeezed(text) {
  return (bare(text).match(/[\p{L}\p{N}]+/gu) ?? []).join('')
}

function initials(text) {
  return (bare(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word[0]).join('')
}

/** Without accents. */
function bare(text) {
  return text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')
}
