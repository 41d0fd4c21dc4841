import { isElsewhere } from './is-elsewhere.ts'
import { lettersOf } from './letters.ts'
import { linkedText, metaOf, type PageFacts } from './page-facts.ts'
import {
  attribute,
  childElements,
  elementsIn,
  foldSpace,
  namesOf,
  type PageElement,
  type PageParent,
  parentElement,
  textIn,
} from './page-tree.ts'
import { type Block, weightOf } from './text-weight.ts'

const headlineCharactersMax = 300

/** The headline's words; where it stands on the page, its element; and a topic line that stands inside that element. */
export type Headline = {
  readonly text: string | undefined
  readonly element: PageElement | undefined
  readonly kicker: string | undefined
}

type Clues = {
  readonly facts: PageFacts
  readonly blocks: readonly Block[]
  readonly siteName: string | undefined
}

/** The headline: the one on the page where what the page says to machines agrees with it, else what it says to machines. */
export function findTitle(root: PageParent, { facts, blocks, siteName }: Clues): Headline {
  const document = facts.documentTitle
  const stated = [
    linkedText(facts.article?.['headline']),
    metaOf(facts, 'og:title'),
    metaOf(facts, 'twitter:title', 'dc.title', 'dcterms.title', 'parsely-title', 'title'),
    document,
  ].filter((each): each is string => each !== undefined && lettersOf(each).length > 1)
  const headings = headingsIn(root)
  const scored = headings.map((heading) => ({ heading, score: scoreOf(heading, { stated, siteName }) }))
  const [best] = scored.toSorted((a, b) => b.score - a.score)
  if (best !== undefined && best.score > agreementMin) {
    // A heading may begin with a topic line or a date: the stated title then tells which words are the headline.
    const inner = stated.slice(0, -1).find((each) => isEndOf(each, best.heading.text))
    return { ...best.heading, text: withoutDate(inner ?? best.heading.text) }
  }
  const [first] = stated
  const others = headings.filter((heading) => !namesSite(heading, siteName))
  const h1 = others.filter(({ element }) => element.tagName === 'h1')
  if (h1.length === 1 && h1[0] !== undefined && (first === undefined || first === document)) return h1[0]
  if (first === undefined) return headings[0] ?? nowhere(undefined)
  const bare = withoutDate(withoutSite(first, siteName))
  // A document's title that stands nowhere on the page is that of the whole site, or of nothing.
  const overText = first === document && !standsOn(blocks, bare) ? headingOverText(others, blocks) : undefined
  return overText ?? nowhere(bare)
}

function nowhere(text: string | undefined): Headline {
  return { text, element: undefined, kicker: undefined }
}

function standsOn(blocks: readonly Block[], title: string): boolean {
  const wanted = lettersOf(title)
  return blocks.some(({ text }) => text.length <= headlineCharactersMax && lettersOf(text).includes(wanted))
}

/** Running text under a heading weighs this much at least. */
const sectionWeightMin = 150

/** The first heading that running text follows before the next heading comes. */
function headingOverText(headings: readonly Headline[], blocks: readonly Block[]): Headline | undefined {
  const byElement = new Map(headings.map((heading) => [heading.element, heading]))
  let over: Headline | undefined
  let weight = 0
  for (const block of blocks) {
    const heading = byElement.get(block.element)
    if (heading !== undefined) {
      over = isElsewhere(block.element) ? undefined : heading
      weight = 0
      continue
    }
    weight += weightOf(block)
    if (over !== undefined && weight >= sectionWeightMin) return over
  }
  return undefined
}

/** The heading ends with all of the stated title, and has something shorter before it. */
function isEndOf(stated: string, heading: string): boolean {
  const [part, whole] = [lettersOf(stated), lettersOf(heading)]
  return part.length < whole.length && part.length > whole.length * innerShareMin && whole.endsWith(part)
}

const innerShareMin = 0.4

/** Below this a heading is not what the page calls itself. */
const agreementMin = 0.3

const titleNames = new Set([
  'headline',
  'title',
  'titel',
  'überschrift',
  'titulo',
  'titre',
  'titolo',
  'entry',
  'post',
  'article',
])

type Heading = Headline & { readonly element: PageElement; readonly text: string }

function headingsIn(root: PageParent): Heading[] {
  const found: Heading[] = []
  for (const element of elementsIn(root)) {
    const isHeading =
      /^h[1-4]$/.test(element.tagName) || /^(name )?headline$/i.test(attribute(element, 'itemprop') ?? '')
    if (!isHeading) continue
    const text = textIn(element)
    if (text.length > 0 && text.length <= headlineCharactersMax) found.push({ element, ...partsOf(element, text) })
    if (found.length >= headingsMax) break
  }
  return found
}

const headingsMax = 200

/** Names of lines over a headline that say what it is about. */
export const topicNames: ReadonlySet<string> = new Set(
  'topic topics kicker eyebrow overline dachzeile rubric rubrik supertitle pretitle overtitle suptitle flag toptitle sectionlabel antetitulo cintillo surtitre occhiello category section label'.split(
    ' ',
  ),
)
const kickerCharactersMax = 60

/** The words of a heading without a topic line that stands inside it under a name of its own. */
function partsOf(heading: PageElement, whole: string): { readonly text: string; readonly kicker: string | undefined } {
  const [first] = childElements(heading)
  if (first === undefined) return { text: whole, kicker: undefined }
  const kicker = textIn(first)
  const rest = foldSpace(whole.slice(kicker.length).replace(/^[\s:|–—-]+/, ''))
  const isKicker =
    kicker !== '' &&
    kicker.length <= kickerCharactersMax &&
    whole.startsWith(kicker) &&
    rest.length >= whole.length * innerShareMin &&
    (namesOf(first).some((name) => topicNames.has(name)) || isHeadlineAfter(heading, { first, rest }))
  return isKicker ? { text: rest, kicker } : { text: whole, kicker: undefined }
}

/** What comes after the first part is itself named the headline. */
function isHeadlineAfter(heading: PageElement, { first, rest }: { first: PageElement; rest: string }): boolean {
  return childElements(heading).some(
    (each) =>
      each !== first &&
      (attribute(each, 'itemprop') === 'headline' || namesOf(each).some((name) => titleNames.has(name))) &&
      lettersOf(textIn(each)) === lettersOf(rest),
  )
}

/** How much of a stated title the heading covers, how many state it, and how much of a headline its mark-up has. */
function scoreOf(
  { element, text }: Heading,
  { stated, siteName }: { stated: readonly string[]; siteName: string | undefined },
): number {
  const own = lettersOf(text)
  if (own.length < 2) return 0
  const agreements = stated.map((each) => agreement(text, each))
  const covered = Math.max(0, ...agreements.map((each, at) => each - at * 0.02))
  if (covered === 0) return 0
  const witnesses = agreements.filter((each) => each >= 0.9).length
  const level = element.tagName === 'h1' ? 0.25 : element.tagName === 'h2' ? 0.1 : 0
  const named = namesOf(element).some((name) => titleNames.has(name)) ? 0.1 : 0
  return covered + level + named + witnesses * witnessWorth - (namesSite({ element, text }, siteName) ? 1 : 0)
}

const witnessWorth = 0.2

/** Share of the stated title that a heading is, or of the heading that the stated title is; else of the words of both. */
function agreement(heading: string, title: string): number {
  const [own, stated] = [lettersOf(heading), lettersOf(title)]
  if (stated.includes(own)) return own.length / stated.length
  if (own.includes(stated)) return stated.length / own.length
  const [a, b] = [wordsOf(heading), wordsOf(title)]
  const common = [...a].filter((word) => b.has(word)).length
  const shared = (2 * common) / (a.size + b.size)
  return shared >= sharedWordsMin ? shared : 0
}

/** Two lines with fewer words in common say two things. */
const sharedWordsMin = 0.5

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
}

function namesSite({ element, text }: Pick<Heading, 'element' | 'text'>, siteName: string | undefined): boolean {
  return (siteName !== undefined && lettersOf(siteName) === lettersOf(text)) || leadsHome(element)
}

/** The site's name as a heading is a link to the front page. */
function leadsHome(heading: PageElement): boolean {
  const around = parentElement(heading)
  const links = [...elementsIn(heading), ...(around?.tagName === 'a' ? [around] : [])].filter(
    (each) => each.tagName === 'a',
  )
  return links.some((each) => /^(https?:\/\/[^/]{1,100})?\/?(index\.\w{2,5})?$/.test(attribute(each, 'href') ?? '#'))
}

/** `03.05.2020 - Headline` → `Headline`. */
function withoutDate(title: string): string {
  const bare = title.replace(/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s?[-–—|:]\s/, '')
  return bare.length > title.length * innerShareMin ? bare : title
}

/** `Headline | Site` → `Headline`. */
function withoutSite(title: string, siteName: string | undefined): string {
  const parts = title.split(/\s+[|–—»·•:]\s+|\s+-\s+/)
  if (parts.length < 2) return title
  const last = parts.at(-1) ?? ''
  const isSite = siteName !== undefined && lettersOf(siteName).includes(lettersOf(last))
  const cut = title.slice(0, title.lastIndexOf(last)).replace(/[\s|–—»·•:-]+$/, '')
  return isSite || (last.length < 30 && cut.length > last.length * 1.5) ? cut : title
}
