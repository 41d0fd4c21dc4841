/**
 * What is known of names before an article is read: countries with their adjectives, capitals and seats of government;
 * organisations, teams, towns; given names; and words by the company they keep with names. Made once from the files under
 * lexicons/, read-only afterwards.
 */
import type { EntityId } from '../../../domain/ids.ts'
import type { EntityKind } from '../../../domain/topic.ts'
import { type ByLanguage, byLanguage } from '../by-language.ts'
import { WordBook } from '../word-book.ts'
import { readForm, tokenise } from './tokens.ts'

/** Written by hand. Rows of several fields are divided by `|`, several values in a field by `;`. */
export type NamesByHand = {
  /** code|wikidata|adjectives and peoples|capital|seats of government and other names for it */
  readonly countries: readonly string[]
  /** code|further English names */
  readonly countryNames: readonly string[]
  /** name|other forms|wikidata */
  readonly organisations: readonly string[]
  readonly teams: readonly string[]
  readonly americanTeams: readonly string[]
  readonly racingTeams: readonly string[]
  readonly cities: readonly string[]
  readonly regions: readonly string[]
  readonly states: readonly string[]
  readonly adjectives: readonly string[]
  /** name|other forms|`anew` where it is held somewhere else each time */
  readonly events: readonly string[]
  /** By language, rows of `English name|forms`, beside those of `NamesOfWorld`. */
  readonly foreign: Readonly<Record<string, readonly string[]>>
  /** Lower-case words divided by blanks, beside those of `NamesOfWorld`. */
  readonly surnames: string
  readonly commonWords: string
  /** Lower-case words by the company that they keep, divided by blanks. */
  readonly classes: Readonly<Record<string, string>>
  readonly affixes: Readonly<Record<string, string>>
}

/** Built by scripts/build-gazetteer.mjs. */
export type NamesOfWorld = {
  /** By language, rows of `CODE=name|other name`. */
  readonly countries: Readonly<Record<string, readonly string[]>>
  /** By language other than English, rows of `English name=name`, of cities that `NamesByHand` knows. */
  readonly cities: Readonly<Record<string, readonly string[]>>
  readonly givenNames: string
  readonly surnames: string
  readonly commonWords: string
  readonly regions: string
  readonly towns: string
  /** By language, other than English. */
  readonly stopWords: Readonly<Record<string, string>>
}

/** What a known name is the name of. `town` and `district` are weak: any place of a thousand people counts. */
export type NameType =
  | 'country'
  | 'city'
  | 'region'
  | 'state'
  | 'organisation'
  | 'team'
  | 'event'
  | 'adjective'
  | 'seat'
  | 'town'
  | 'district'

export type KnownEntity = {
  readonly id: EntityId
  readonly name: string
  readonly kind: EntityKind
  readonly wikidataId?: string
}

export type KnownName = {
  readonly types: readonly NameType[]
  /** The entity that it names, or belongs to for adjectives. */
  readonly entity?: KnownEntity
  /** The country that a capital or a seat of government may stand for. */
  readonly governs?: KnownEntity
  /** An event that is held somewhere else each time, and is called by where it is: "the Tokyo Olympics". */
  readonly isHeldAnew?: boolean
}

export type Gazetteer = {
  /** By tokens in lower case with one blank between. */
  readonly names: ReadonlyMap<string, KnownName>
  /** Tokens in the longest name that begins with a token; no name begins with what is not here. */
  readonly nameTokens: ReadonlyMap<string, number>
  /** Names of countries, cities, bodies and events in other languages than English: by language, as written. */
  readonly foreignNames: ByLanguage<ReadonlyMap<string, KnownEntity>>
  readonly adjectives: ReadonlyMap<EntityId, readonly string[]>
  /** Classes of a word in lower case: `given`, `surname`, `common`, and those of `classes`. */
  readonly wordClasses: ReadonlyMap<string, readonly string[]>
  /** Classes of what words begin and end with. */
  readonly affixes: Affixes
  /** Small words by language, for other languages than English. */
  readonly stopWords: ReadonlyMap<string, ReadonlySet<string>>
}

type Affixes = {
  readonly starts: ReadonlyMap<string, readonly string[]>
  readonly ends: ReadonlyMap<string, readonly string[]>
}

/** Tokens in the longest name that is looked for. */
export const nameTokensMax = 6

/** Takes about 0.2 s and 30 MB. Throws on a row without a name. */
export function openGazetteer(files: { readonly byHand: NamesByHand; readonly world: NamesOfWorld }): Gazetteer {
  const { byHand, world } = files
  const names = new Map<string, Noted & { readonly types: readonly NameType[] }>()
  const add = (form: string, type: NameType, more = nothingMore): void => {
    const key = keyOf(form)
    if (key === '') throw new Error(`A name of type ${type} has no letters`)
    const known = names.get(key)
    if (known === undefined) names.set(key, more === nothingMore ? of(type) : { types: [type], ...more })
    else {
      const types = known.types.includes(type) ? known.types : [...known.types, type]
      names.set(key, { ...more, ...known, types })
    }
  }
  // Nearly all names are of a town and no more: those share one note.
  const notes = new Map<NameType, { readonly types: readonly NameType[] }>()
  const of = (type: NameType) => {
    const note = notes.get(type) ?? { types: [type] }
    notes.set(type, note)
    return note
  }
  const countries = addCountries(byHand, world, add)
  addListed(byHand, add)
  for (const [list, type] of [
    [world.regions, 'district'],
    [world.towns, 'town'],
  ] as const)
    for (const name of list.split('|')) if (/^\p{Lu}/u.test(name)) add(name, type)
  return {
    names,
    nameTokens: tokensFromFirst(names.keys()),
    foreignNames: foreignNames(files, new Map([...countries, ...blocs(names)]), names),
    adjectives: new Map(
      byHand.countries.map((row) => {
        const [code = '', , adjectives = ''] = row.split('|')
        return [countryId(code), adjectives.split(';').filter((word) => word !== '')]
      }),
    ),
    wordClasses: wordClasses(byHand, world),
    stopWords: new Map(
      Object.entries(world.stopWords).map(([language, words]) => [language, new Set(words.split(' '))]),
    ),
    affixes: affixesOf(byHand),
  }
}

function tokensFromFirst(keys: Iterable<string>): ReadonlyMap<string, number> {
  const longest = new Map<string, number>()
  for (const key of keys) {
    let tokens = 1
    const end = key.indexOf(' ')
    for (let at = end; at >= 0; at = key.indexOf(' ', at + 1)) tokens += 1
    const first = end < 0 ? key : key.slice(0, end)
    if (tokens > (longest.get(first) ?? 0)) longest.set(first, tokens)
  }
  return longest
}

/** Words of plain letters with one blank between are tokens as they are; as most names consist of. */
const plainName = /^(?=.{1,60}$)[A-Za-z]+(?: [A-Za-z]+)*$/
const formsMax = 4_000
const forms = new WordBook(readForm, formsMax)

/** How names are looked up: tokens in lower case with one blank between. */
export function keyOf(form: string): string {
  if (plainName.test(form)) return form.toLowerCase()
  return tokenise(form, forms)
    .map(({ key }) => key)
    .join(' ')
}

/** `kind:slug`; letters of any script stay, marks on Latin ones go. */
export function entityIdOf(kind: EntityKind, name: string): EntityId {
  const slug = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/gu, '')
  // The one place where ids of entities that no list knows are made.
  return `${kind}:${slug}` as EntityId
}

function countryId(code: string): EntityId {
  // The one place where ids of countries are made.
  return `country:${code}` as EntityId
}

/** Countries and territories: `name` as the news writes it in English, `names` as lists do. */
export function countriesOf({ countries }: Pick<NamesOfWorld, 'countries'>): {
  readonly id: EntityId
  readonly code: string
  readonly name: string
  readonly names: readonly string[]
}[] {
  return (countries['en'] ?? []).flatMap((row) => {
    const code = row.slice(0, 2)
    if (code === 'EU' || code === 'UN') return []
    const [name = code, ...others] = row.slice(3).split('|')
    return [{ id: countryId(code), code, name: shortName(name), names: [name, ...others] }]
  })
}

type Noted = Omit<KnownName, 'types'>
const nothingMore: Noted = {}
type Add = (form: string, type: NameType, more?: Noted) => void

function addCountries(byHand: NamesByHand, world: NamesOfWorld, add: Add): ReadonlyMap<string, KnownEntity> {
  const details = new Map(byHand.countries.map((row) => [row.slice(0, 2), row.split('|')]))
  const countries = new Map<string, KnownEntity>()
  for (const { id, code, name: shown, names } of countriesOf(world)) {
    const [, wikidataId = '', adjectives = '', capital = '', seats = ''] = details.get(code) ?? []
    const entity: KnownEntity = {
      id,
      name: shown,
      kind: 'place',
      ...(wikidataId === '' ? {} : { wikidataId }),
    }
    countries.set(code, entity)
    for (const form of [shown, ...names]) add(form, 'country', { entity })
    for (const form of adjectives.split(';')) if (form !== '') add(form, 'adjective', { entity })
    if (capital !== '') add(capital, 'city', { governs: entity })
    for (const form of seats.split(';')) if (form !== '') add(form, 'seat', { governs: entity })
  }
  for (const row of byHand.countryNames) {
    const entity = countries.get(row.slice(0, 2))
    if (entity !== undefined) for (const form of row.slice(3).split(';')) add(form, 'country', { entity })
  }
  return countries
}

/** CLDR's names for lists, as the news writes them. */
function shortName(name: string): string {
  const known: Readonly<Record<string, string>> = {
    'Hong Kong SAR China': 'Hong Kong',
    'Macao SAR China': 'Macau',
    'Palestinian Territories': 'Palestine',
    Türkiye: 'Turkey',
    'Congo - Kinshasa': 'Democratic Republic of Congo',
    'Congo - Brazzaville': 'Republic of Congo',
    'Côte d’Ivoire': 'Ivory Coast',
  }
  return known[name] ?? name.replace(' & ', ' and ')
}

function addListed(byHand: NamesByHand, add: Add): void {
  for (const row of byHand.organisations) {
    const [name = '', forms = '', wikidataId = ''] = row.split('|')
    const shown = shownNames[name] ?? name
    const entity: KnownEntity = {
      id: entityIdOf('organisation', shown),
      name: shown,
      kind: 'organisation',
      ...(wikidataId === '' ? {} : { wikidataId }),
    }
    for (const form of [name, ...forms.split(';')]) if (form !== '') add(form, 'organisation', { entity })
  }
  const lists = [
    [byHand.teams, 'team'],
    [byHand.americanTeams, 'team'],
    [byHand.racingTeams, 'team'],
    [byHand.cities, 'city'],
    [byHand.regions, 'region'],
    [byHand.adjectives, 'adjective'],
  ] as const
  for (const [list, type] of lists) for (const name of list) add(name, type)
  for (const row of byHand.states) {
    const [name = '', shorts = ''] = row.split('|')
    add(name, 'state')
    const entity: KnownEntity = { id: entityIdOf('place', name), name, kind: 'place' }
    for (const short of shorts.split(';')) if (short !== '') add(short, 'state', { entity })
  }
  for (const row of byHand.events) {
    const [name = '', forms = '', anew = ''] = row.split('|')
    const entity: KnownEntity = { id: entityIdOf('event', name), name, kind: 'event' }
    const more = anew === '' ? { entity } : { entity, isHeldAnew: true }
    for (const form of [name, ...forms.split(';')]) if (form !== '') add(form, 'event', more)
  }
}

/** Bodies better known by their letters than by what those stand for. */
const shownNames: Readonly<Record<string, string>> = { 'North Atlantic Treaty Organization': 'NATO' }

/** Bodies that CLDR names in every language, by their codes there. */
function blocs(names: ReadonlyMap<string, KnownName>): (readonly [string, KnownEntity])[] {
  return [['EU', 'european union'] as const, ['UN', 'united nations'] as const].flatMap(([code, key]) => {
    const entity = names.get(key)?.entity
    return entity === undefined ? [] : [[code, entity] as const]
  })
}

function foreignNames(
  { byHand, world }: { readonly byHand: NamesByHand; readonly world: NamesOfWorld },
  countries: ReadonlyMap<string, KnownEntity>,
  names: ReadonlyMap<string, KnownName>,
): ByLanguage<ReadonlyMap<string, KnownEntity>> {
  const entityOf = (name: string): KnownEntity =>
    names.get(keyOf(name))?.entity ?? { id: entityIdOf('place', name), name, kind: 'place' }
  const languages = Object.keys(world.countries).filter((language) => language !== 'en')
  return byLanguage(languages, (language) => {
    const forms = new Map<string, KnownEntity>()
    // A city of its country's name is the country.
    const add = (form: string, entity: KnownEntity) => forms.set(form, forms.get(form) ?? entity)
    for (const row of world.countries[language] ?? []) {
      const entity = countries.get(row.slice(0, 2))
      if (entity !== undefined) for (const form of row.slice(3).split('|')) add(form, entity)
    }
    for (const row of byHand.foreign[language] ?? []) {
      const [name = '', forms = ''] = row.split('|')
      for (const form of forms.split(';')) add(form, entityOf(name))
    }
    for (const row of world.cities[language] ?? []) {
      const [name = '', form = ''] = row.split('=')
      add(form, entityOf(name))
    }
    return forms
  })
}

function wordClasses(byHand: NamesByHand, world: NamesOfWorld): ReadonlyMap<string, readonly string[]> {
  const classes = new Map<string, string[]>()
  const add = (words: string, name: string): void => {
    for (const word of words.split(' ')) {
      const known = classes.get(word)
      if (known === undefined) classes.set(word, [name])
      else if (!known.includes(name)) known.push(name)
    }
  }
  for (const [name, words] of Object.entries(byHand.classes)) add(words, name)
  add(world.givenNames, 'given')
  add(`${byHand.surnames} ${world.surnames}`, 'surname')
  add(`${byHand.commonWords} ${world.commonWords}`, 'common')
  return classes
}

/** Classes whose names end in `Start` are of beginnings, the others of endings. */
function affixesOf(byHand: NamesByHand): Affixes {
  const starts = new Map<string, string[]>()
  const ends = new Map<string, string[]>()
  for (const [name, list] of Object.entries(byHand.affixes))
    for (const affix of list.split(' ')) {
      const side = name.endsWith('Start') ? starts : ends
      side.set(affix, [...(side.get(affix) ?? []), name])
    }
  return { starts, ends }
}
