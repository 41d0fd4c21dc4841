import { findTitle, type Headline } from './find-title.ts'
import { metaOf, type PageFacts, readPageFacts } from './page-facts.ts'
import { ancestorsOf, type PageParent } from './page-tree.ts'
import { type Block, blocksIn } from './text-weight.ts'
import { absoluteUrl } from './web-address.ts'

/** One page as all the finders see it, before anything is taken out. */
export type PageView = {
  readonly root: PageParent
  readonly facts: PageFacts
  readonly blocks: readonly Block[]
  readonly title: string | undefined
  /** A topic line that stands inside the headline's own element. */
  readonly kicker: string | undefined
  /** Where the headline stands among the blocks; -1 when it stands nowhere. */
  readonly headline: number
  readonly siteName: string | undefined
  /** The page's own address and what addresses on it are relative to. */
  readonly url: string
  readonly baseUrl: string
  /** Primary language subtag, lower-case. */
  readonly language: string | undefined
}

export function viewPage(root: PageParent, url: string): PageView {
  const facts = readPageFacts(root)
  const blocks = blocksIn(root)
  const siteName = siteNameOf(facts)
  const { text, element, kicker }: Headline = findTitle(root, { facts, blocks, siteName })
  const headline =
    element === undefined
      ? -1
      : blocks.findIndex(
          (block) => block.element === element || [...ancestorsOf(block.element)].slice(0, 3).includes(element),
        )
  const baseUrl = absoluteUrl(facts.base ?? url, url) ?? url
  return { root, facts, blocks, title: text, kicker, headline, siteName, url, baseUrl, language: languageOf(facts) }
}

function siteNameOf(facts: PageFacts): string | undefined {
  return metaOf(facts, 'og:site_name', 'application-name', 'apple-mobile-web-app-title', 'dc.publisher')
}

function languageOf(facts: PageFacts): string | undefined {
  const stated = [
    facts.language,
    metaOf(facts, 'content-language', 'language', 'dc.language', 'og:locale'),
    facts.article?.['inLanguage'],
  ]
  for (const each of stated) {
    const subtag = typeof each === 'string' ? /^\s*([a-z]{2,3})([-_,;\s]|$)/i.exec(each)?.[1] : undefined
    if (subtag !== undefined) return subtag.toLowerCase()
  }
  return undefined
}

/** Blocks in the order in which a reader looks for what belongs to the headline: after it, then before it. */
export function blocksFromHeadline({ blocks, headline }: PageView): readonly Block[] {
  if (headline < 0) return blocks
  return [...blocks.slice(headline + 1), ...blocks.slice(0, headline).reverse()]
}
