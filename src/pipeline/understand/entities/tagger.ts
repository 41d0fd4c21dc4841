/**
 * Which words are parts of names, and of what: a linear chain over traits of words (shape, company, known names), decided
 * for the whole sentence at once. Weights come from scripts/train-tagger.mjs; they are of traits, never of words.
 */
import { isCapital, type WordTraits } from './word-lore.ts'
import type { LineForm, SentenceTraits } from './word-traits.ts'

export const tags = ['O', 'person', 'organisation', 'place', 'other'] as const
export type Tag = (typeof tags)[number]

/** One row of five weights a feature, named `template|value`; `transitions[from][to]`. */
export type TaggerFile = {
  readonly weights: Readonly<Record<string, readonly number[]>>
  readonly transitions: readonly (readonly number[])[]
}

export type Tagger = {
  /** Rows by template, then by the words of the value: look-ups of strings that exist cost less than one of a string made for it. */
  readonly weights: ReadonlyMap<string, Row>
  readonly transitions: readonly (readonly number[])[]
}

/** By number of the tag. */
type Scores = readonly number[]
/** The weights where the value ends here, and rows by its next word. */
type Row = { scores?: Scores; readonly next: Map<string, Row> }

export function openTagger(file: TaggerFile): Tagger {
  const weights = new Map<string, Row>()
  for (const [name, scores] of Object.entries(file.weights)) {
    const at = name.indexOf('|')
    let row = rowIn(weights, name.slice(0, at))
    for (const word of name.slice(at + 1).split(' ')) row = rowIn(row.next, word)
    row.scores = scores
  }
  return { weights, transitions: file.transitions }
}

function rowIn(rows: Map<string, Row>, word: string): Row {
  const row = rows.get(word) ?? { next: new Map<string, Row>() }
  rows.set(word, row)
  return row
}

/** A tag for each word, by Viterbi's algorithm. O(words · features). */
export function tagWords(sentence: SentenceTraits, tagger: Tagger): Tag[] {
  const { words } = sentence
  if (!words.some(({ open }) => open)) return words.map(() => 'O')
  const places = parts.map((part) => part.placeIn(sentence))
  const scores = words.map((word, i) => (word.open ? scoresOf(sentence, i, places, tagger) : undefined))
  return bestPath(scores, tagger.transitions).map((tag) => tags[tag] ?? 'O')
}

/** What a word and its neighbours add by themselves is remembered; only what they add together is looked up. */
function scoresOf(sentence: SentenceTraits, i: number, places: readonly number[], tagger: Tagger): number[] {
  const sums = [0, 0, 0, 0, 0]
  const first = isFirst(sentence.words, i) ? 1 : 0
  for (let n = 0; n < parts.length; n++) {
    const part = parts[n]
    if (part === undefined) continue
    const word = sentence.words[i + part.offset] ?? outside
    const place = (places[n] ?? 0) + (part.offset === 0 ? first : 0)
    addTo(sums, sharesOf(word, tagger)[place] ?? shareOf(part, { sentence, i, place }, tagger))
  }
  visitTogether(sentence, i, adding(sums, tagger))
  return sums
}

/** What was summed up of a word by itself, by place. */
function sharesOf({ memo }: WordTraits, tagger: Tagger): readonly Scores[] {
  if (memo.tagger !== tagger) {
    memo.tagger = tagger
    memo.shares = []
  }
  return memo.shares
}

function shareOf(
  part: Part,
  { sentence, i, place }: { readonly sentence: SentenceTraits; readonly i: number; readonly place: number },
  tagger: Tagger,
): Scores {
  const word = sentence.words[i + part.offset] ?? outside
  const sums = [0, 0, 0, 0, 0]
  part.visit(word, sentence, i, adding(sums, tagger))
  word.memo.shares[place] = sums
  return sums
}

function adding(sums: number[], { weights }: Tagger): Visit {
  return (template, value, second, third) => {
    let row = weights.get(template)?.next.get(value)
    if (second !== undefined) row = row?.next.get(second)
    if (third !== undefined) row = row?.next.get(third)
    if (row?.scores !== undefined) addTo(sums, row.scores)
  }
}

function addTo(sums: number[], row: Scores): void {
  for (let tag = 0; tag < tags.length; tag++) sums[tag] = (sums[tag] ?? 0) + (row[tag] ?? 0)
}

/** Best sequence of tag numbers. A word without scores is no part of a name. */
export function bestPath(
  scores: readonly (readonly number[] | undefined)[],
  transitions: readonly (readonly number[])[],
): number[] {
  const count = tags.length
  // Of each word and tag, the best tag before it.
  const back = new Uint8Array(scores.length * count)
  let before = new Float64Array(count).fill(Number.NEGATIVE_INFINITY, 1)
  let now = new Float64Array(count)
  for (let i = 0; i < scores.length; i++) {
    const own = scores[i]
    for (let tag = 0; tag < count; tag++) {
      let best = Number.NEGATIVE_INFINITY
      let bestFrom = 0
      if (own !== undefined || tag === 0)
        for (let last = 0; last < count; last++) {
          const score = (before[last] ?? 0) + (transitions[last]?.[tag] ?? 0)
          if (score <= best) continue
          best = score
          bestFrom = last
        }
      now[tag] = best + (own?.[tag] ?? 0)
      back[i * count + tag] = bestFrom
    }
    ;[before, now] = [now, before]
  }
  const path: number[] = []
  let tag = before.indexOf(Math.max(...before))
  for (let i = scores.length - 1; i >= 0; i--) {
    path.push(tag)
    tag = back[i * count + tag] ?? 0
  }
  return path.reverse()
}

/** Values of several words are given word by word. */
type Visit = (template: string, value: string, second?: string, third?: string) => void

/** The features of a word: its own traits, those of its neighbours, and what they make together. */
export function visitFeatures(sentence: SentenceTraits, i: number, visit: Visit): void {
  for (const part of parts) part.visit(sentence.words[i + part.offset] ?? outside, sentence, i, visit)
  visitTogether(sentence, i, visit)
}

/**
 * What one word adds, being itself or a neighbour: a function of the word's traits and of its place, a small number. The word
 * itself takes the place after `placeIn` where it is the first.
 */
type Part = {
  readonly offset: number
  readonly placeIn: (sentence: SentenceTraits) => number
  readonly visit: (word: WordTraits, sentence: SentenceTraits, i: number, visit: Visit) => void
}

const forms: readonly LineForm[] = ['prose', 'capitals', 'headline', 'table']
const fields: readonly SentenceTraits['field'][] = ['sport', 'finance', 'other']
/** Numbers of places: 24 for the word itself, by form, field and whether it is first, then those of its neighbours. */
const besidePlaces = { '-1': 24, '+1': 28, '-2': 32, '+2': 33 } as const

const parts: readonly Part[] = [
  {
    offset: 0,
    placeIn: ({ form, field }) => 6 * forms.indexOf(form) + 2 * fields.indexOf(field),
    visit: visitOwn,
  },
  beside(-1, '-1'),
  beside(1, '+1'),
  { offset: -2, placeIn: () => besidePlaces['-2'], visit: (word, _sentence, _i, visit) => visitFar(word, '-2', visit) },
  { offset: 2, placeIn: () => besidePlaces['+2'], visit: (word, _sentence, _i, visit) => visitFar(word, '+2', visit) },
]

function beside(offset: number, at: '-1' | '+1'): Part {
  return {
    offset,
    placeIn: ({ form }) => besidePlaces[at] + forms.indexOf(form),
    visit: (word, { form }, _, visit) => {
      visitTraits(word, at, visit)
      visit(`${form} ${at}`, word.shape)
    },
  }
}

function isFirst(words: readonly WordTraits[], i: number): boolean {
  return i === 0 || isOpening(words[i - 1]?.shape ?? outside.shape)
}

function visitOwn(own: WordTraits, { words, form, field }: SentenceTraits, i: number, visit: Visit): void {
  const first = isFirst(words, i)
  visit('any', '')
  visit('form', form)
  visit(form, field, own.shape)
  const visitBoth: Visit = (kind, trait, second) => {
    visit(kind, trait, second)
    visit(`${form} ${kind}`, trait, second)
  }
  visitTraits(own, 'own', visitBoth)
  if (own.classes.length === 0) visitBoth('no', 'class')
  if (own.known.length === 0) visitBoth('no', 'known', 'name')
  if (own.affixes.length === 0) visitBoth('no', 'affix')
  if (first) for (const trait of own.classes) visit('first', trait)
  for (const kind of own.known) visit(field, kind)
  visit(first ? 'first shape' : 'inner shape', own.shape)
}

/** What the words around make together. */
function visitTogether({ words }: SentenceTraits, i: number, visit: Visit): void {
  const own = words[i] ?? outside
  const before = words[i - 1] ?? outside
  const after = words[i + 1] ?? outside
  for (const kind of own.known) {
    visit('known<', kind, before.shape)
    visit('known>', kind, after.shape)
  }
  visit('shapes', before.shape, own.shape, after.shape)
  for (const left of before.classes)
    for (const right of after.classes) if (isTelling(left) && isTelling(right)) visit('between', left, right)
  visitRun(words, i, visit)
}

const outside: WordTraits = { shape: 'edge', classes: [], affixes: [], known: [], open: false, memo: { shares: [] } }

function isOpening(shape: string): boolean {
  return shape === 'quote' || shape === 'colon' || shape === 'dash' || shape === 'edge'
}

function isTelling(name: string): boolean {
  return name !== 'common' && name !== 'sport' && name !== 'finance'
}

function visitTraits({ shape, classes, known, affixes }: WordTraits, at: '-1' | 'own' | '+1', visit: Visit): void {
  const templates = traitTemplates[at]
  if (at !== 'own') visit(templates.shape, shape)
  for (const name of classes) visit(templates.class, name)
  for (const kind of known) visit(templates.known, kind)
  for (const name of affixes) visit(templates.affix, name)
}

const traitTemplates = {
  '-1': { shape: '-1 shape', class: '-1', known: '-1 known', affix: '-1 affix' },
  own: { shape: 'shape', class: 'class', known: 'known', affix: 'affix' },
  '+1': { shape: '+1 shape', class: '+1', known: '+1 known', affix: '+1 affix' },
} as const

function visitFar({ shape, classes, known }: WordTraits, at: '-2' | '+2', visit: Visit): void {
  visit(at === '-2' ? '-2 shape' : '+2 shape', shape)
  for (const name of classes) if (isTelling(name)) visit(at, name)
  for (const kind of known) visit(at === '-2' ? '-2 known' : '+2 known', kind)
}

/** The run of capitals that the word stands in: its length, its place there, and what stands at both ends and around. */
function visitRun(words: readonly WordTraits[], i: number, visit: Visit): void {
  if (!isInRun(words[i])) return
  let start = i
  let end = i
  while (isInRun(words[start - 1]) && i - start < runMax) start -= 1
  while (isInRun(words[end + 1]) && end - i < runMax) end += 1
  const length = Math.min(end - start, 3)
  const run = runTemplates[length] ?? 'run'
  const runLeft = runLeftTemplates[length] ?? 'run left'
  visit('run', runLengths[length] ?? '')
  visit(run, runLengths[Math.min(i - start, 3)] ?? '')
  const left = words[start - 1] ?? outside
  const right = words[end + 1] ?? outside
  const last = words[end] ?? outside
  const head = words[start] ?? outside
  for (const name of left.classes) {
    visit('run left', name)
    visit(runLeft, name)
  }
  for (const name of right.classes) visit('run right', name)
  for (const name of last.classes) visit('run last', name)
  for (const name of head.classes) visit('run head', name)
  for (const kind of last.known) visit('run last known', kind)
  for (const kind of head.known) visit('run head known', kind)
  visit('run left shape', left.shape)
  visit('run right shape', right.shape)
  visit(run, left.shape, right.shape)
}

const runMax = 6
const runLengths = ['1', '2', '3', '4'] as const
const runTemplates = ['run 1', 'run 2', 'run 3', 'run 4'] as const
const runLeftTemplates = ['run 1 left', 'run 2 left', 'run 3 left', 'run 4 left'] as const

function isInRun(word: WordTraits | undefined): boolean {
  return word !== undefined && isCapital(word.shape)
}
