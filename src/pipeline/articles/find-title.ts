import { lettersOf } from './letters.ts'
import { linkedText, metaOf, type PageFacts } from './page-facts.ts'
import {
  attribute,
  elementsIn,
  namesOf,
  type PageElement,
  type PageParent,
  parentElement,
  textIn,
} from './page-tree.ts'

const headlineCharactersMax = 300

/** The headline's words and, where it stands on the page, its element. */
export type Headline = { readonly text: string | undefined; readonly element: PageElement | undefined }

/** The headline: the one on the page where what the page says to machines agrees with it, else what it says to machines. */
export function findTitle(root: PageParent, facts: PageFacts, siteName: string | undefined): Headline {
  const document = facts.documentTitle
  const stated = [
    linkedText(facts.article?.['headline']),
    metaOf(facts, 'og:title'),
    metaOf(facts, 'twitter:title', 'dc.title', 'dcterms.title', 'parsely-title', 'title'),
    document,
  ].filter((each): each is string => each !== undefined && lettersOf(each).length > 1)
  const headings = headingsIn(root)
  const scored = headings.map((heading) => ({ ...heading, score: scoreOf(heading, { stated, siteName }) }))
  const [best] = scored.toSorted((a, b) => b.score - a.score)
  if (best !== undefined && best.score > agreementMin) {
    // A heading may begin with a topic line or a date: the stated title then tells which words are the headline.
    const inner = stated.slice(0, -1).find((each) => isEndOf(each, best.text))
    return { text: inner ?? best.text, element: best.element }
  }
  const [first] = stated
  const h1 = headings.filter(({ element }) => element.tagName === 'h1')
  if (h1.length === 1 && (first === undefined || first === document))
    return h1[0] ?? { text: first, element: undefined }
  if (first === undefined) return headings[0] ?? { text: undefined, element: undefined }
  return { text: withoutSite(first, siteName), element: undefined }
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

type Heading = { readonly element: PageElement; readonly text: string }

function headingsIn(root: PageParent): Heading[] {
  const found: Heading[] = []
  for (const element of elementsIn(root)) {
    const isHeading =
      /^h[1-4]$/.test(element.tagName) || /^(name )?headline$/i.test(attribute(element, 'itemprop') ?? '')
    if (!isHeading) continue
    const text = textIn(element)
    if (text.length > 0 && text.length <= headlineCharactersMax) found.push({ element, text })
    if (found.length >= headingsMax) break
  }
  return found
}

const headingsMax = 200

/** How much of a stated title the heading covers, and how much of a headline its mark-up has. */
function scoreOf(
  { element, text }: Heading,
  { stated, siteName }: { stated: readonly string[]; siteName: string | undefined },
): number {
  const own = lettersOf(text)
  if (own.length < 2) return 0
  const covered = Math.max(0, ...stated.map((each, at) => coverage(own, lettersOf(each)) - at * 0.02))
  if (covered === 0) return 0
  const isSite = (siteName !== undefined && lettersOf(siteName) === own) || leadsHome(element)
  const level = element.tagName === 'h1' ? 0.25 : element.tagName === 'h2' ? 0.1 : 0
  const named = namesOf(element).some((name) => titleNames.has(name)) ? 0.1 : 0
  return covered + level + named - (isSite ? 1 : 0)
}

/** Share of the stated title that a heading is, or of the heading that the stated title is. */
function coverage(own: string, stated: string): number {
  if (stated.includes(own)) return own.length / stated.length
  return own.includes(stated) ? stated.length / own.length : 0
}

/** The site's name as a heading is a link to the front page. */
function leadsHome(heading: PageElement): boolean {
  const around = parentElement(heading)
  const links = [...elementsIn(heading), ...(around?.tagName === 'a' ? [around] : [])].filter(
    (each) => each.tagName === 'a',
  )
  return links.some((each) => /^(https?:\/\/[^/]{1,100})?\/?(index\.\w{2,5})?$/.test(attribute(each, 'href') ?? '#'))
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
