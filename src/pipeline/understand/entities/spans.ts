/** Names as they stand in a text: tagged sentence by sentence, then made consistent over the whole article. */
import { type SplitText, sentencesOf } from '../sentences.ts'
import type { EntityTools } from './entity-tools.ts'
import type { Gazetteer } from './gazetteer.ts'
import { withoutHeadWords } from './head-words.ts'
import { keyAt, mendSpans, type SpanTag, type TagSpan } from './mend-spans.ts'
import { isNoName, isRole } from './no-names.ts'
import { tagWords } from './tagger.ts'
import { makeToken, tokenise } from './tokens.ts'
import { isCapital, loreOf, type NewsToken, type WordTraits } from './word-lore.ts'
import { type LineForm, traitsOf } from './word-traits.ts'

export type NameSpan = {
  readonly tag: SpanTag
  /** As written, from the text itself. */
  readonly written: string
  /** Tokens in lower case with one blank between. */
  readonly key: string
  /** Place in `TaggedSentence.tokens`: first token, and the one after the last. */
  readonly from: number
  readonly to: number
}

export type TaggedSentence = {
  /** The title is sentence 0; the text begins with 1, and so do key points beside it. */
  readonly index: number
  readonly isKeyPoint: boolean
  readonly form: LineForm
  readonly text: string
  /** Places are those in `text`. */
  readonly tokens: readonly NewsToken[]
  readonly words: readonly WordTraits[]
  readonly spans: readonly NameSpan[]
}

/** Sentences of an article that are read; names of longer ones stand in these already. */
const sentencesMax = 400
/** A text with at least this many sentences of prose can tell whether a capital in its title begins a name. */
const proseMin = 4
/** Nouns begin with capitals, so that a capital says nothing by itself. */
const languagesOfCapitalNouns: ReadonlySet<string> = new Set(['de', 'lb'])

/** Tagged sentences of title and text. O(text). */
export function tagSentences(
  article: SplitText & {
    readonly title: string
    readonly keyPoints?: readonly string[]
  },
  tools: EntityTools,
): TaggedSentence[] {
  const sentences = [
    ...(article.title.trim() === '' ? [] : [{ index: 0, text: article.title }]),
    ...(article.keyPoints ?? []).map((text) => ({ index: 1, text, isKeyPoint: true })),
    ...sentencesOf(article)
      .slice(0, sentencesMax)
      .map(({ text }, place) => ({ index: place + 1, text })),
  ].map(({ index, text, ...rest }) => ({
    ...tagSentence(text, index, article.language, tools),
    isKeyPoint: 'isKeyPoint' in rest,
  }))
  return repeatNames(withoutUnseen(withoutWords(sentences, tools), tools))
}

function tagSentence(
  text: string,
  index: number,
  language: string,
  tools: EntityTools,
): Omit<TaggedSentence, 'isKeyPoint'> {
  const read = tokenise(text, loreOf(tools.gazetteer))
  const tokens = compoundSign.test(text) ? divideCompounds(read, tools.gazetteer) : read
  const traits = traitsOf(tokens, tools.gazetteer)
  const tags = tagWords(traits, tools.tagger)
  const tagged: TagSpan[] = []
  for (let i = 0; i < tags.length; i++) {
    const tag = tags[i]
    if (tag === undefined || tag === 'O') continue
    let to = i + 1
    while (tags[to] === tag) to += 1
    tagged.push({ tag, from: i, to })
    i = to - 1
  }
  const sentence = { text, tokens, words: traits.words }
  const spans = mendSpans(tagged, sentence, tools.gazetteer)
    .map((span) => withoutSmallWords(span, sentence, language, tools.gazetteer))
    .map((span) => withoutHeadWords(span, sentence, language, tools.gazetteer))
    .flatMap((span) => spanAt(sentence, span) ?? [])
    .map((span) => mendLetters(span, { ...sentence, form: traits.form }, tools.gazetteer))
    .filter((span) => !isNoName(span, { ...sentence, form: traits.form, language }, tools.gazetteer))
    .filter((span) => !languagesOfCapitalNouns.has(language) || isSure(sentence, span))
    .map((span) => withoutElision(span, language))
  return { index, form: traits.form, text, tokens, words: traits.words, spans }
}

const lettersMax = 4

/** Letters among words in small letters are no person: "SAS". */
function mendLetters(
  span: NameSpan,
  { words, form }: { readonly words: readonly WordTraits[]; readonly form: LineForm },
  { wordClasses }: Gazetteer,
): NameSpan {
  const isLetters = span.to - span.from === 1 && words[span.from]?.shape === 'CAPITALS' && span.key.length <= lettersMax
  if (span.tag !== 'person' || !isLetters || form === 'capitals') return span
  return wordClasses.get(span.key)?.some((one) => one === 'given' || one === 'surname') === true
    ? span
    : { ...span, tag: 'organisation' }
}

const compoundSign = /[-‑–]/u

/** "China-Russia" is two names. */
function divideCompounds(tokens: readonly NewsToken[], gazetteer: Gazetteer): NewsToken[] {
  const { names } = gazetteer
  return tokens.flatMap((token) => {
    const at = token.text.search(compoundSign)
    if (at < 1 || names.has(token.key)) return [token]
    const parts = [token.text.slice(0, at), token.text.slice(at + 1)]
    const areCountries = parts.every((part) => {
      const known = names.get(part.toLowerCase())
      return known?.types.includes('country') === true || known?.governs !== undefined
    })
    if (!areCountries) return [token]
    const { start } = token
    const [left = '', right = ''] = parts
    const book = loreOf(gazetteer)
    return [makeToken(left, start, book), makeToken('-', start + at, book), makeToken(right, start + at + 1, book)]
  })
}

/**
 * Without articles at the start, "The" of "The Example Bank", without "Sen." and "Oslo-based"; in other languages than English,
 * which the tagger has not seen, without titles and all other small words too.
 */
function withoutSmallWords(
  span: TagSpan,
  { tokens, words }: { readonly tokens: readonly NewsToken[]; readonly words: readonly WordTraits[] },
  language: string,
  { names, stopWords, foreignNames, wordClasses }: Gazetteer,
): TagSpan {
  const stop = language === 'en' ? undefined : stopWords.get(language)
  let { from, tag } = span
  const isKnown = (): boolean =>
    names.has(keyAt(tokens, from, span.to)) && !(from + 1 === span.to && isSmallHere(tokens[from], stop))
  // Family names are small words in other languages: "Ли Цян".
  const isNamePart = (): boolean => from > 0 && /^\p{Lu}\p{M}*\p{Script=Cyrillic}/u.test(tokens[from]?.text ?? '')
  while (from < span.to && !isKnown() && !isNamePart()) {
    const classes = words[from]?.classes ?? []
    const isSmall = classes.includes('function') || stop?.has(tokens[from]?.key ?? '') === true
    const isTitle =
      stop !== undefined && span.tag === 'person' && (classes.includes('title') || classes.includes('placeNoun'))
    const isLast = from + 1 === span.to
    const isTitled = isShortTitle(tokens[from], wordClasses) && isPersonAfter(words, from + 1, span)
    const isForm = isTitled || joined.test(tokens[from]?.key ?? '')
    const isNamed = tag !== 'other' || words[from + 1]?.classes.includes('given') === true
    const hasRole = tag !== 'place' && isRole(tokens[from]?.key ?? '') && !isLast && isNamed
    const foreign = foreignNames.get(language)?.get(tokens[from]?.text ?? '')
    const isCountry = span.tag === 'person' && foreign?.id.startsWith('country:') === true
    if (!(isSmall && (!isLast || stop !== undefined)) && !((isTitle || isCountry || hasRole || isForm) && !isLast))
      break
    // "Los" of "Los Angeles Games".
    if (isSmall && beginsKnown(tokens, from, span.to, names)) break
    // Who has a trade is a person, and so is who has a title.
    if (hasRole || isTitled) tag = 'person'
    from += 1
  }
  return { ...span, tag, from }
}

/** "Oslo-based", "state-owned". */
const joined = /[-‑](?:based|led|owned|backed|controlled|born|listed|run|funded|made|style)$/u

/** "Sen." and the like. */
function isShortTitle(token: NewsToken | undefined, classes: Gazetteer['wordClasses']): boolean {
  return token?.text.endsWith('.') === true && classes.get(token.key.slice(0, -1))?.includes('title') === true
}

/** Whether what stands behind a title may be a person: "Col. Quill", not "Gen. Motors Corp." */
function isPersonAfter(words: readonly WordTraits[], from: number, { tag, to }: TagSpan): boolean {
  if (tag === 'person' || tag === 'place') return tag === 'person'
  const rest = words.slice(from, to)
  const isBody = rest.some(({ classes }) => classes.some((one) => one.startsWith('org')))
  return rest.length <= 3 && !isBody && rest.some(({ shape }) => shape === 'Capital' || shape === 'Hyphen')
}

/** Whether a name of several words that the lists know begins here. */
function beginsKnown(tokens: readonly NewsToken[], from: number, to: number, names: Gazetteer['names']): boolean {
  for (let end = from + 2; end < to; end += 1) if (names.has(keyAt(tokens, from, end))) return true
  return false
}

/** "La" is an article in Spanish, whatever else has these letters; "LA" is not. */
function isSmallHere(token: NewsToken | undefined, stop: ReadonlySet<string> | undefined): boolean {
  return token !== undefined && stop?.has(token.key) === true && !/^\p{Lu}{2}/u.test(token.text)
}

/** Signs, small words and articles at both ends belong to no name. */
export function spanAt(
  { text, tokens, words }: { text: string; tokens: readonly NewsToken[]; words: readonly WordTraits[] },
  { tag, from: first, to: last }: TagSpan,
): NameSpan | undefined {
  const isEdge = (i: number) => {
    const word = words[i]
    return word !== undefined && !isCapital(word.shape) && word.shape !== 'mixed' && word.shape !== 'number'
  }
  let from = first
  let to = last
  while (from < to && isEdge(from)) from += 1
  while (to > from && isEdge(to - 1) && tokens[to - 1]?.text !== ')') to -= 1
  const start = tokens[from]?.start
  const end = tokens[to - 1]?.end
  if (from >= to || start === undefined || end === undefined) return undefined
  if (!words.slice(from, to).some(({ shape }) => isCapital(shape) || shape === 'mixed')) return undefined
  return { tag, written: text.slice(start, end), key: keyAt(tokens, from, to), from, to }
}

const elisions: Readonly<Record<string, RegExp>> = {
  fr: /^(?:[cdjlmnst]|qu)['’](?=\p{L})/iu,
  it: /^(?:[cdl]|dell|all|nell|dall|sull|un)['’](?=\p{L})/iu,
  ca: /^[dl]['’](?=\p{L})/iu,
}

/** "L'Ente" is Ente. */
function withoutElision(span: NameSpan, language: string): NameSpan {
  const article = elisions[language]?.exec(span.written)?.[0] ?? ''
  return article === ''
    ? span
    : { ...span, written: span.written.slice(article.length), key: span.key.slice(article.length) }
}

/** Where nouns have capitals: a known name, letters that are all capitals, a given name before it, or a trade. */
function isSure(
  { tokens, words }: { readonly tokens: readonly NewsToken[]; readonly words: readonly WordTraits[] },
  { from, to, tag }: NameSpan,
): boolean {
  const own = words.slice(from, to)
  if (own.some(({ known }) => known.some((kind) => !/^(?:town|district|event)/u.test(kind)))) return true
  if (own.some(({ shape }) => shape === 'CAPITALS' || shape === 'Inner')) return true
  const before = words[from - 1]?.classes.includes('title') === true || isRole(tokens[from - 1]?.key ?? '')
  const named = own[0]?.classes.includes('given') === true || before
  return tag === 'person' && named && !own.some(({ classes }) => classes.includes('function'))
}

/** What the article also writes in small letters is a word, unless the lists know it as a name. */
function withoutWords(sentences: readonly TaggedSentence[], { gazetteer }: EntityTools): TaggedSentence[] {
  const small = new Set<string>()
  for (const { words, tokens } of sentences)
    for (const [i, { shape }] of words.entries()) if (shape === 'lower') small.add(tokens[i]?.text ?? '')
  return sentences.map((sentence) => {
    const isWord = ({ key, written }: NameSpan) =>
      small.has(key) && !/^\p{Lu}{2}/u.test(written) && !isStrong(gazetteer.names.get(key)?.types)
    return { ...sentence, spans: sentence.spans.filter((span) => !isWord(span)) }
  })
}

/**
 * In a title that writes most words with capitals, a name that the text never writes is likely no name, unless the
 * lists know it.
 */
function withoutUnseen(sentences: readonly TaggedSentence[], { gazetteer }: EntityTools): TaggedSentence[] {
  const prose = sentences.filter(({ form, index }) => form === 'prose' && index > 0)
  if (prose.length < proseMin) return [...sentences]
  const seen = new Set<string>()
  for (const { spans } of prose)
    for (const { key } of spans) for (const word of [key, ...key.split(' ')]) if (word.length > 1) seen.add(word)
  return sentences.map((sentence) => {
    if (sentence.form === 'prose' || sentence.form === 'table') return sentence
    const isNamed = ({ key }: NameSpan) =>
      seen.has(key) || key.split(' ').some((word) => seen.has(word)) || isStrong(gazetteer.names.get(key)?.types)
    return { ...sentence, spans: sentence.spans.filter(isNamed) }
  })
}

/** Whether the lists know a name as more than some town. */
export function isStrong(types: readonly string[] | undefined): boolean {
  return types?.some((type) => type !== 'town' && type !== 'district') === true
}

/** A name found once is a name wherever it is written the same way, unless it begins or lies within another one. */
function repeatNames(sentences: readonly TaggedSentence[]): TaggedSentence[] {
  const tagsOf = new Map<string, Map<SpanTag, number>>()
  for (const { spans, form } of sentences)
    for (const { key, tag } of spans) {
      const counts = tagsOf.get(key) ?? new Map<SpanTag, number>()
      counts.set(tag, (counts.get(tag) ?? 0) + (form === 'prose' ? 2 : 1))
      tagsOf.set(key, counts)
    }
  const firstWords = new Set([...tagsOf.keys()].map((key) => key.split(' ', 1)[0]))
  const lengths = [...new Set([...tagsOf.keys()].map((key) => key.split(' ').length))].sort((a, b) => b - a)
  return sentences.map((sentence) => {
    const added: NameSpan[] = []
    const taken = new Set(sentence.spans.flatMap(({ from, to }) => range(from, to)))
    for (let i = 0; i < sentence.tokens.length; i++) {
      if (taken.has(i) || !firstWords.has(sentence.tokens[i]?.key) || !isCapital(sentence.words[i]?.shape ?? ''))
        continue
      const length = lengths.find(
        (size) =>
          i + size <= sentence.tokens.length &&
          tagsOf.has(keyAt(sentence.tokens, i, i + size)) &&
          !range(i, i + size).some((at) => taken.has(at)),
      )
      if (length === undefined || isOrdinary(sentence, i, length)) continue
      const key = keyAt(sentence.tokens, i, i + length)
      const tag = [...(tagsOf.get(key) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0]
      const first = sentence.tokens[i]
      const last = sentence.tokens[i + length - 1]
      if (tag === undefined || first === undefined || last === undefined) continue
      const written = sentence.text.slice(first.start, last.end)
      added.push({ tag, key, from: i, to: i + length, written })
      i += length - 1
    }
    if (added.length === 0) return sentence
    return { ...sentence, spans: [...sentence.spans, ...added].sort((a, b) => a.from - b.from) }
  })
}

/** One common word at the start of a sentence, or among capitals everywhere, may well be just that word. */
function isOrdinary({ words, form }: TaggedSentence, at: number, length: number): boolean {
  if (length > 1) return false
  const classes = words[at]?.classes ?? []
  return (at === 0 || form !== 'prose') && (classes.includes('common') || classes.includes('function'))
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
