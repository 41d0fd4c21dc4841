/** What the tagger takes for a name, or for part of one, because a headline writes it with a capital. */
import type { Gazetteer } from './gazetteer.ts'
import type { TagSpan } from './mend-spans.ts'
import type { NewsToken, WordTraits } from './word-lore.ts'
import type { LineForm } from './word-traits.ts'

type Line = { readonly tokens: readonly NewsToken[]; readonly words: readonly WordTraits[]; readonly form: LineForm }

/** "No. 19", "(Update1)". */
const marks = /^(?:no\.?|nos\.?|update\d{0,2}|updated)$/u
/** Small words that are names as well: "May said". */
const alsoNames: ReadonlySet<string> = new Set(['may', 'will'])

/** What says of an organisation only what kind it is. */
const offices: ReadonlySet<string> = new Set(
  (
    'office department ministry council board court university college school church hospital agency commission committee bureau ' +
    'chamber bank company police'
  ).split(' '),
)

/** One word that is no name: a mark of the trade, a small word that begins a headline ("Do You …"), "Office" by itself. */
export function isNoName({ tag, from, to }: TagSpan, { tokens, words, form }: Line, { names }: Gazetteer): boolean {
  const [token, word] = [tokens[from], words[from]]
  if (to - from !== 1 || token === undefined || word === undefined) return false
  if (marks.test(token.key)) return true
  if (names.has(token.key) || word.shape === 'CAPITALS') return false
  const isSmall = word.classes.includes('function') && !alsoNames.has(token.key)
  if (isSmall && (from === 0 || form !== 'prose')) return true
  return tag === 'organisation' && offices.has(token.key)
}

/** Who somebody is by trade, in front of the name: "Swimmer Ada Quill", "Judo-Weltmeisterin Ada Quill". */
const roles: ReadonlySet<string> = new Set(
  (
    'swimmer gymnast skateboarder surfer judoka sprinter rower cyclist fencer weightlifter wrestler pitcher quarterback striker ' +
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
