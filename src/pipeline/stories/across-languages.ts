/**
 * One event told in several languages: stories whose headlines a multilingual model finds near, close in time, that speak of the same
 * names or numbers. Stories are formed within each language first; this joins whole stories, and knows no model.
 */
import type { EntryId, StoryId } from '../../domain/ids.ts'
import type { Correction } from '../../domain/story.ts'
import type { EntityMention } from '../../domain/topic.ts'

/** A story as it is compared with those in other languages. */
export type ToldStory = {
  readonly id: StoryId
  /** Its earliest report, by which it is known whatever becomes of the rest. */
  readonly entryId: EntryId
  readonly languages: readonly string[]
  readonly firstAtMs: number
  readonly latestAtMs: number
  readonly headline: string
  readonly keyPoints: readonly string[]
  readonly entities: readonly Pick<EntityMention, 'id' | 'salience'>[]
  /** Of the headline, of length 1. */
  readonly vector: Float32Array
}

/** Two reports whose stories are one. */
export type LanguageLink = { readonly a: EntryId; readonly b: EntryId }

/** The same six events in English, Spanish, German, French and Russian: what a model makes of them tells whether it knows languages. */
export const sameEvents: readonly (readonly string[])[] = [
  [
    'Parliament passes the budget after a long night of talks',
    'El parlamento aprueba el presupuesto tras una larga noche de negociaciones',
    'Parlament beschließt Haushalt nach langer Verhandlungsnacht',
    'Le parlement adopte le budget après une longue nuit de négociations',
    'Парламент принял бюджет после долгой ночи переговоров',
  ],
  [
    'Strong earthquake shakes the coast, thousands flee their homes',
    'Un fuerte terremoto sacude la costa y miles de personas huyen de sus casas',
    'Starkes Erdbeben erschüttert die Küste, Tausende fliehen aus ihren Häusern',
    'Un fort séisme secoue la côte, des milliers de personnes fuient leurs maisons',
    'Сильное землетрясение на побережье: тысячи людей покинули дома',
  ],
  [
    'The goalkeeper saves two penalties and takes his team to the final',
    'El portero detiene dos penaltis y lleva a su equipo a la final',
    'Torwart hält zwei Elfmeter und führt seine Mannschaft ins Finale',
    'Le gardien arrête deux penalties et envoie son équipe en finale',
    'Вратарь отразил два пенальти и вывел команду в финал',
  ],
  [
    'Researchers find a new antibiotic in the soil of a forest',
    'Investigadores hallan un nuevo antibiótico en el suelo de un bosque',
    'Forscher finden neues Antibiotikum im Waldboden',
    'Des chercheurs découvrent un nouvel antibiotique dans le sol d’une forêt',
    'Учёные нашли новый антибиотик в лесной почве',
  ],
  [
    'Airline cancels all flights as its pilots go on strike',
    'La aerolínea cancela todos los vuelos por la huelga de sus pilotos',
    'Fluggesellschaft streicht alle Flüge wegen Streiks der Piloten',
    'La compagnie aérienne annule tous ses vols en raison de la grève des pilotes',
    'Авиакомпания отменила все рейсы из-за забастовки пилотов',
  ],
  [
    'Museum gets back a painting that was stolen forty years ago',
    'El museo recupera un cuadro robado hace cuarenta años',
    'Museum erhält vor vierzig Jahren gestohlenes Gemälde zurück',
    'Le musée récupère un tableau volé il y a quarante ans',
    'Музей вернул картину, украденную сорок лет назад',
  ],
]

/** Of the way from unlike sentences to translations, how far two headlines of one event have to come. */
const nearShare = 0.7
/** Translations that have to be nearer to each other than to any other sentence of that language. */
const rightShareMin = 0.9

/**
 * The cosine from which two headlines in different languages tell of one event, by what the model makes of `sameEvents`, in their
 * order; nothing where it does not know these languages.
 */
export function nearnessAsked(vectors: readonly (readonly Float32Array[])[]): number | undefined {
  let [same, samePairs, other, otherPairs, right] = [0, 0, 0, 0, 0]
  for (const [event, told] of vectors.entries())
    for (const [language, vector] of told.entries())
      for (let foreign = 0; foreign < told.length; foreign += 1) {
        if (foreign === language) continue
        const likeness = vectors.map((row) => cosine(vector, row[foreign]))
        const own = likeness[event] ?? 0
        same += own
        samePairs += 1
        if (likeness.every((value, row) => row === event || value < own)) right += 1
        for (const [row, value] of likeness.entries())
          if (row !== event) [other, otherPairs] = [other + value, otherPairs + 1]
      }
  if (samePairs === 0 || otherPairs === 0 || right < rightShareMin * samePairs) return undefined
  const [alike, unlike] = [same / samePairs, other / otherPairs]
  return unlike + nearShare * (alike - unlike)
}

function cosine(one: Float32Array | undefined, other: Float32Array | undefined): number {
  if (one === undefined || other === undefined) return 0
  let sum = 0
  for (let k = 0; k < one.length; k += 1) sum += (one[k] ?? 0) * (other[k] ?? 0)
  return sum
}

const gapMsMax = 36 * 3_600_000
/** A story is hardly about what it names less than this. */
const salienceMin = 0.15
/** What more stories than this, and than this share of them, have in common says little. */
const commonMin = 30
const commonShare = 0.1

/**
 * Stories that are one though told in different languages: near by their vectors, at the same time, with a name or a number in
 * common, and each the nearest of all that the other could be in that language. O(stories · stories with something in common).
 */
export function sameAcrossLanguages(stories: readonly ToldStory[], near: number): LanguageLink[] {
  const evidence = stories.map(evidenceOf)
  const holders = new Map<string, number[]>()
  for (const [number, keys] of evidence.entries())
    for (const key of keys) holders.set(key, [...(holders.get(key) ?? []), number])
  const common = Math.max(commonMin, commonShare * stories.length)
  const best = stories.map((story, number): Best => {
    const alike = new Set([...(evidence[number] ?? [])].flatMap((key) => holdersBelow(holders.get(key), common)))
    return bestByLanguage(story, [...alike], stories, near)
  })
  return best.flatMap((found, a) =>
    [...found.values()].flatMap(({ number: b }) => {
      const [one, other] = [stories[a], stories[b]]
      const isMutual = [...(best[b]?.values() ?? [])].some(({ number }) => number === a)
      return one === undefined || other === undefined || a > b || !isMutual
        ? []
        : [{ a: one.entryId, b: other.entryId }]
    }),
  )
}

type Best = Map<string, { readonly number: number; readonly likeness: number }>

function holdersBelow(numbers: readonly number[] | undefined, common: number): readonly number[] {
  return numbers === undefined || numbers.length > common ? [] : numbers
}

/** By language, the nearest story that this one could be. */
function bestByLanguage(story: ToldStory, alike: readonly number[], stories: readonly ToldStory[], near: number): Best {
  const best: Best = new Map()
  for (const number of alike) {
    const other = stories[number]
    if (other === undefined || other === story || !couldBeOne(story, other)) continue
    const likeness = cosine(story.vector, other.vector)
    if (likeness < near) continue
    for (const language of other.languages) {
      const known = best.get(language)
      if (known === undefined || likeness > known.likeness || (likeness === known.likeness && number < known.number))
        best.set(language, { number, likeness })
    }
  }
  return best
}

/** In no language in common, where the words would have said so, and not days apart. */
function couldBeOne(one: ToldStory, other: ToldStory): boolean {
  if (one.languages.some((language) => other.languages.includes(language) || language === 'und')) return false
  return one.firstAtMs - other.latestAtMs < gapMsMax && other.firstAtMs - one.latestAtMs < gapMsMax
}

/** Names by their ids, which are the same in every language where the lists know them, and numbers that are no year. */
function evidenceOf({ headline, keyPoints, entities }: ToldStory): Set<string> {
  const keys = new Set<string>()
  for (const { id, salience } of entities) if (salience >= salienceMin) keys.add(id)
  for (const number of `${headline} ${keyPoints.join(' ')}`.match(/\p{N}[\p{N}.,]*\p{N}/gu) ?? []) {
    const digits = number.replace(/[.,]/gu, '')
    if (!/^(?:19|20)\d\d$/u.test(digits)) keys.add(`number:${digits}`)
  }
  return keys
}

/** Groups with those that are linked made one, but where somebody said that reports of both do not belong together. O(entries). */
export function joinLinked(
  groups: readonly (readonly EntryId[])[],
  links: readonly LanguageLink[],
  corrections: readonly Correction[],
): EntryId[][] {
  const joined = groups.map((group) => [...group])
  const groupOf = new Map(joined.flatMap((group, number) => group.map((id) => [id, number] as const)))
  for (const { a, b } of links) {
    const [one, other] = [groupOf.get(a), groupOf.get(b)]
    if (one === undefined || other === undefined || one === other) continue
    const areApart = corrections.some(
      ({ kind, a: left, b: right }) =>
        kind === 'apart' &&
        ((groupOf.get(left) === one && groupOf.get(right) === other) ||
          (groupOf.get(left) === other && groupOf.get(right) === one)),
    )
    if (areApart) continue
    const [kept, lost] = one < other ? [one, other] : [other, one]
    for (const id of joined[lost] ?? []) {
      joined[kept]?.push(id)
      groupOf.set(id, kept)
    }
    joined[lost] = []
  }
  return joined.filter((group) => group.length > 0)
}
