/** What the tagger takes for a name, or for part of one, because a headline writes it with a capital. */
import type { Gazetteer } from './gazetteer.ts'
import type { TagSpan } from './mend-spans.ts'
import type { NewsToken, WordTraits } from './word-lore.ts'
import type { LineForm } from './word-traits.ts'

type Line = { readonly tokens: readonly NewsToken[]; readonly words: readonly WordTraits[]; readonly form: LineForm }

/** "No. 19", "(Update1)". */
const marks = /^(?:no\.?|nos\.?|update\d{0,2}|updated)$/u
const days = /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|yesterday|tomorrow)$/u
/** Small words that are names as well: "May said". */
const alsoNames: ReadonlySet<string> = new Set(['may', 'will'])

/** What says of an organisation only what kind it is. */
const offices: ReadonlySet<string> = new Set(
  (
    'office department ministry council board court university college school church hospital agency commission committee bureau ' +
    'chamber bank company police'
  ).split(' '),
)

/** Letters that stand for a common noun, whoever's it is. */
const commonLetters: ReadonlySet<string> = new Set(
  (
    'pc pcs ceo ceos cfo cto pm pms mp mps tv tvs dui dvd dvds cd cds gdp gnp ipo ipos vip vips mvp mvps pdf usb url ai vr hr pr dna ' +
    'ok oks qb qbs lb rb wr hiv ufo ufos suv suvs gps lgbt lgbtq diy rip faq atm atms id ids er icu p2p b2b kpi phd mba mbas aids usd r&d q&a ev evs esg'
  ).split(' '),
)

export function isCommonLetters(key: string): boolean {
  return commonLetters.has(key)
}

/** "D-Vt.", "I-95": a party with its state, and a road. */
const partyOrRoad = /^(?:[DRI]-\p{Lu}|I-\p{N})/u

/** Endings that make a noun of a word, in languages that the tagger has not seen; no name by itself ends so. */
const nounEnds: Readonly<Record<string, RegExp>> = {
  es: /(?:ción|sión|ciones|siones|dades|mente|ando|iendo)$/u,
  pt: /(?:ção|são|ções|sões|dades|mente)$/u,
  fr: /(?:tion|sion|tions|sions|ement|ements|ités)$/u,
  it: /(?:zione|zioni|sione|mente|mento|menti)$/u,
  de: /(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften)$/u,
}

/** Endings of English words that a sentence begins with, and that no list need hold: "Currently", "Analyzing". */
const beginningEnds = /(?:[^l]ly|[^aeiou]{2}ing|[ai]zing|ating|tions?|ness|ments?|isms?|ists)$/u

/** Determiners. A verb or noun stands before them where a headline begins; a name does not, without a comma. */
const determiners: Readonly<Record<string, ReadonlySet<string>>> = {
  es: new Set('el la los las un una unos unas su sus este esta estos estas primer primera primeros'.split(' ')),
  pt: new Set('o os as um uma seu sua seus suas'.split(' ')),
  fr: new Set('le la les un une des son sa ses ce cette ces leur leurs'.split(' ')),
  it: new Set('il lo la i gli le un una uno suo sua'.split(' ')),
}

/** "C'est". */
const elided = /^(?:\p{L}|qu|dell|all|nell|dall|sull)['’]\p{Ll}/iu

/** One word that is no name: a mark of the trade, a day, a small word that begins a headline ("Do You …"), "Office" by itself. */
export function isNoName(
  { tag, from, to }: TagSpan,
  { tokens, words, form, language }: Line & { readonly language: string },
  { names, wordClasses }: Gazetteer,
): boolean {
  const [token, word] = [tokens[from], words[from]]
  if (to - from !== 1 || token === undefined || word === undefined) return false
  if (marks.test(token.key) || commonLetters.has(token.key) || days.test(token.key)) return true
  if (partyOrRoad.test(token.text) || isSmallNotLetters(word, names.get(token.key)?.types)) return true
  if (names.has(token.key) || word.shape === 'CAPITALS') return false
  if (elided.test(token.text) && language !== 'en') return true
  const isUnknown = wordClasses.get(token.key) === undefined
  if (isUnknown && nounEnds[language]?.test(token.key) === true) return true
  if (isUnknown && from === 0 && language === 'en' && beginningEnds.test(token.key)) return true
  if (isUnknown && from === 0 && determiners[language]?.has(tokens[to]?.text ?? '') === true) return true
  if (tag !== 'person' && isPortfolio(words[from], words[to])) return true
  const isSmall = word.classes.includes('function') && !alsoNames.has(token.key)
  if (isSmall && (from === 0 || form !== 'prose')) return true
  return tag === 'organisation' && offices.has(token.key)
}

/** "Is" and "Who", which are letters of bodies only where they are capitals. */
function isSmallNotLetters({ shape, classes }: WordTraits, types: readonly string[] = []): boolean {
  return shape === 'Capital' && classes.includes('function') && types.includes('organisation')
}

/** "Defence" of "the Defence Secretary". */
function isPortfolio(word: WordTraits | undefined, after: WordTraits | undefined): boolean {
  return word?.shape === 'Capital' && after?.shape === 'Capital' && after.classes.includes('title')
}

/** Who somebody is by trade, in front of the name: "Swimmer Ada Quill", "Judo-Weltmeisterin Ada Quill". */
const roles: ReadonlySet<string> = new Set(
  (
    'swimmer gymnast skateboarder surfer judoka sprinter rower cyclist fencer weightlifter wrestler pitcher quarterback striker ' +
    'boxer singer actor actress skater golfer skier jockey novelist guitarist drummer comic model coach quarterback linebacker cornerback ' +
    'midfielder defender goalkeeper olympian ex-champion teenager billionaire comedian rapper ' +
    'weltmeister weltmeisterin olympiasieger olympiasiegerin europameister europameisterin ruderer rudererin schwimmer ' +
    'schwimmerin turnerin läufer läuferin sprinterin radprofi tennisprofi kanute kanutin reiterin schütze schützin fechterin ' +
    'ringer boxerin stürmer torwart bundestrainer trainer trainerin ministerpräsident ministerpräsidentin außenminister ' +
    'außenministerin innenminister finanzminister gesundheitsminister bundeskanzler bundeskanzlerin ' +
    'judoca nadador nadadora gimnasta tenista ciclista boxeador boxeadora atleta surfista patinadora skater futbolista'
  ).split(' '),
)

/** Whether a word is one of these, or a compound that ends in one. */
export function isRole(key: string): boolean {
  return roles.has(key) || roles.has(key.slice(key.lastIndexOf('-') + 1))
}
