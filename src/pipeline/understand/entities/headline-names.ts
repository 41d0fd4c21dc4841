/**
 * Names in headlines that begin most words with capitals. There a capital says nothing, and the tagger makes one name of a
 * name and the words beside it: "Warner Gets the Nod", "Browns QB". What the lists or the article itself know as plain words
 * is taken out, and what is left has to be more than one odd word.
 */
import type { Gazetteer } from './gazetteer.ts'
import { keyAt, type SpanTag } from './mend-spans.ts'
import { isCommonLetters } from './no-names.ts'
import { isStrong, type NameSpan, spanAt, type TaggedSentence } from './spans.ts'
import { isCapital } from './word-lore.ts'

/** What the prose of an article says of words that its headline writes with capitals. */
type Prose = {
  /** Words that it writes in small letters. */
  readonly small: ReadonlySet<string>
  /** Its names, with what they are tagged as, and the words of these. */
  readonly names: ReadonlyMap<string, SpanTag>
  readonly named: ReadonlySet<string>
}

/** Sentences whose headlines hold names without the words beside them. O(words). */
export function withoutHeadlineWords(sentences: readonly TaggedSentence[], gazetteer: Gazetteer): TaggedSentence[] {
  if (!sentences.some(isTitle)) return [...sentences]
  const prose = readProse(sentences)
  return sentences.map((sentence) =>
    isTitle(sentence)
      ? { ...sentence, spans: sentence.spans.flatMap((span) => namesIn(span, sentence, prose, gazetteer)) }
      : sentence,
  )
}

function isTitle({ index, form }: TaggedSentence): boolean {
  return index === 0 && (form === 'headline' || form === 'prose')
}

const longLetters = 4
const longMin = 2
const capitalsShare = 0.6

/** Whether most words of a title, however short it is, begin with capitals. */
function isSetInCapitals({ form, tokens, words }: TaggedSentence): boolean {
  if (form === 'headline') return true
  const long = words.filter(
    (_, i) => (tokens[i]?.form.hasLetter ?? false) && (tokens[i]?.key.length ?? 0) >= longLetters,
  )
  const started = long.filter(({ shape }) => isCapital(shape)).length
  return long.length >= longMin && started / long.length >= capitalsShare
}

function readProse(sentences: readonly TaggedSentence[]): Prose {
  const small = new Set<string>()
  const names = new Map<string, SpanTag>()
  const named = new Set<string>()
  for (const { form, index, words, tokens, spans } of sentences) {
    if (form !== 'prose' || index === 0) continue
    for (const [i, { shape }] of words.entries()) if (shape === 'lower') small.add(tokens[i]?.key ?? '')
    for (const { key, tag } of spans) {
      if (!names.has(key)) names.set(key, tag)
      for (const part of key.split(' ')) named.add(part)
      const last = key.split(' ').at(-1) ?? key
      // Who is named in full is called by the last word.
      if (tag === 'person' && !names.has(last)) names.set(last, tag)
    }
  }
  return { small, names, named }
}

function namesIn(span: NameSpan, sentence: TaggedSentence, prose: Prose, gazetteer: Gazetteer): NameSpan[] {
  if (isKnown(span.key, prose, gazetteer) || isFullName(span, sentence)) return [span]
  const parts: { tag: SpanTag; from: number; to: number }[] = []
  let from = span.from
  for (let i = span.from; i <= span.to; i++) {
    if (i < span.to && !isPlainWord(span, i, sentence, prose, gazetteer)) continue
    if (i > from) parts.push({ tag: span.tag, from, to: i })
    from = i + 1
  }
  if (parts.length === 1 && parts[0]?.from === span.from && parts[0].to === span.to) return [span]
  return parts
    .flatMap((part) => nameOf(part, sentence, prose, gazetteer))
    .filter((part) => part.from === span.from || isBehind(part, prose, gazetteer))
}

/** Behind a plain word stand mostly others that the lists don't hold: "Gets New Cars". */
function isBehind(part: NameSpan, prose: Prose, gazetteer: Gazetteer): boolean {
  const isNamed = part.key.split(' ').every((word) => prose.named.has(word))
  const isPerson = part.tag === 'person' && part.to - part.from > 1
  return isNamed || isPerson || isKnown(part.key, prose, gazetteer)
}

/** Family names are words besides: "Ada Cotton". */
function isFullName({ tag, from, to }: NameSpan, { words }: TaggedSentence): boolean {
  return tag === 'person' && to - from > 1 && words[from]?.classes.includes('given') === true
}

/** What a part of a span is the name of, or nothing. */
function nameOf(
  { tag, from, to }: { readonly tag: SpanTag; readonly from: number; readonly to: number },
  sentence: TaggedSentence,
  prose: Prose,
  gazetteer: Gazetteer,
): NameSpan[] {
  const key = keyAt(sentence.tokens, from, to)
  const { shape, classes = [] } = sentence.words[from] ?? {}
  const isPerson = classes.includes('given') || classes.includes('surname')
  const isPersons = isPerson && (tag === 'other' || to - from === 1)
  const known = prose.names.get(key) ?? tagOf(gazetteer.names.get(key)?.types)
  const part = spanAt(sentence, { tag: known ?? (isPersons ? 'person' : tag), from, to })
  if (part === undefined) return []
  const isLong = part.to - part.from > 1 || shape === 'CAPITALS'
  return isLong || isPerson || isKnown(part.key, prose, gazetteer) ? [part] : []
}

function tagOf(types: readonly string[] = []): SpanTag | undefined {
  if (types.some((type) => type === 'organisation' || type === 'team')) return 'organisation'
  if (types.some((type) => /^(?:country|city|region|state|town|district)/u.test(type))) return 'place'
  return undefined
}

function isKnown(key: string, prose: Prose, { names }: Gazetteer): boolean {
  return prose.names.has(key) || prose.named.has(key) || isOwnName(names.get(key)?.types)
}

/** What the lists know as a name, and not only as what people are of somewhere: "Pole". */
function isOwnName(types: readonly string[] = []): boolean {
  return isStrong(types.filter((type) => !type.startsWith('adjective')))
}

const articles: ReadonlySet<string> = new Set(['the', 'a', 'an', 'his', 'her', 'its', 'their'])

/** Classes of words that are part of names. */
const namingClasses: ReadonlySet<string> = new Set(
  'given surname orgHead orgStart orgNoun locHead locStart placeNoun eventHead title'.split(' '),
)

function isPlainWord(
  { tag, from, to }: NameSpan,
  at: number,
  sentence: TaggedSentence,
  prose: Prose,
  gazetteer: Gazetteer,
): boolean {
  const { tokens, words } = sentence
  const key = tokens[at]?.key ?? ''
  const { shape = '', classes = [], known = [] } = words[at] ?? {}
  if (prose.named.has(key) || isOwnName(known.map((kind) => kind.replace(/[*+]$/u, '')))) return false
  if (isCommonLetters(key)) return true
  if (shape !== 'Capital' || !isSetInCapitals(sentence)) return false
  if (prose.small.has(key)) return true
  // One word may be a name that is a word besides.
  if (to - from === 1) return false
  // Events have common words in their names, but no verb before an article.
  if (tag === 'other' && !articles.has(tokens[at + 1]?.text ?? '')) return false
  if (classes.includes('function')) return at === to - 1
  // "Stony Brook", "East Village".
  if (tag === 'place' && to - from === 2) return false
  const isOfNames = classes.some((one) => namingClasses.has(one)) || isOwnName(gazetteer.names.get(key)?.types)
  return classes.includes('common') && !isOfNames
}
