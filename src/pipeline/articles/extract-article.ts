/**
 * HTML → Article. In this order: the page is parsed once; the finders read it whole (title, byline, times, media, key points,
 * comments); then the body is found, cleaned and sanitised. Nothing here knows any one site.
 */
import { serialize } from 'parse5'
import type { Article } from '../../domain/article.ts'
import type { Problem } from '../../domain/problem.ts'
import { bodyText } from './body-text.ts'
import { cleanBody, type ShownApart } from './clean-body.ts'
import { findBarrier } from './find-barrier.ts'
import { dropNamedBoilerplate, dropUnread, findBody, joinParts } from './find-body.ts'
import { findByline } from './find-byline.ts'
import { findDates } from './find-dates.ts'
import { findLeadImage, findVideos } from './find-media.ts'
import { findComments, findKeyPoints, findTopicLine } from './find-surroundings.ts'
import { linkedText, metaOf } from './page-facts.ts'
import { foldSpace, type PageParent, parsePage, parsePiece } from './page-tree.ts'
import { type PageView, viewPage } from './page-view.ts'
import { escapeText, sanitiseHtml } from './sanitise-html.ts'
import { absoluteUrl } from './web-address.ts'

export type Extracted = { readonly article: Article; readonly problems: readonly Problem[] }

/** Longer pages are read to here. */
const charactersMax = 6_000_000

/**
 * The article on a page, as far as there is one; what was wrong is said in `problems` (`page-too-deep`, `page-too-long`,
 * `no-text`, `challenge`, `paywall`). Never throws. About 20 ms for 100 kB.
 */
export function extractArticle(html: string, { url }: { readonly url: string }): Extracted {
  const problems: Problem[] = []
  if (html.length > charactersMax)
    problems.push({ code: 'page-too-long', message: `${html.length} characters; the first ${charactersMax} were read` })
  const input = html.slice(0, charactersMax)
  try {
    const tree = parsePage(input)
    if (tree !== undefined) return readTree(tree, { url: baseFor(url), problems })
    problems.push({
      code: 'page-too-deep',
      message: 'elements are nested deeper than a page has them; read as plain text',
    })
  } catch (error) {
    problems.push({ code: 'page-unreadable', message: `read as plain text: ${String(error)}` })
  }
  return { article: plainArticle(input), problems }
}

/** An address that relative ones can be resolved against, whatever was given. */
function baseFor(url: string): string {
  return absoluteUrl(url, 'https://unknown.invalid/') ?? 'https://unknown.invalid/'
}

function readTree(tree: PageParent, { url, problems }: { url: string; problems: Problem[] }): Extracted {
  const page = viewPage(tree, url)
  const keyPoints = findKeyPoints(page)
  const around = { byline: findByline(page), ...findDates(page), topicLine: findTopicLine(page), ...findComments(page) }
  const body = readBody(page, { keyPoints: keyPoints.element, byline: around.byline })
  const barrier = findBarrier(page, body)
  if (barrier !== undefined)
    problems.push({ code: barrier, message: `the page shows a ${barrier}; its text may be short` })
  else if (body.text === '') problems.push({ code: 'no-text', message: 'no running text was found on the page' })
  const canonicalUrl =
    absoluteUrl(page.facts.canonical, page.baseUrl) ?? absoluteUrl(metaOf(page.facts, 'og:url'), page.baseUrl)
  const article: Article = {
    ...present({
      title: page.title,
      siteName: page.siteName ?? publisherOf(page),
      language: page.language,
      canonicalUrl,
      ...around,
      barrier,
    }),
    ...present({ leadImage: body.leadImage }),
    videos: body.videos,
    keyPoints: keyPoints.points,
    related: body.related,
    html: body.html,
    text: body.text,
  }
  return { article, problems }
}

function readBody(page: PageView, shownApart: Pick<ShownApart, 'keyPoints' | 'byline'>) {
  const { root } = page
  const videosBefore = findVideos(page, [])
  dropUnread(root)
  dropNamedBoilerplate(root)
  const parts = findBody(root, page.title === undefined ? {} : { title: page.title })
  const leadImage = findLeadImage(page, parts)
  const joined = joinParts(parts)
  const videos = findVideos(page, [joined])
  const related = cleanBody(joined, { ...shownApart, page, leadImage })
  const text = bodyText(joined)
  const html = sanitiseHtml(serialize(joined), { baseUrl: page.baseUrl })
  const shown = statedBody(page, text) ?? { html, text }
  return { leadImage, videos: videos.length > 0 ? videos : videosBefore, related, ...shown }
}

/** A text found in the page that is shorter than this share of the one stated to machines is not the article. */
const foundShareMin = 0.6
const statedCharactersMin = 600

/** The text as JSON-LD has it, for pages that are put together by scripts and hold little else. */
function statedBody({ facts, baseUrl }: PageView, found: string): { html: string; text: string } | undefined {
  const stated = facts.nodes
    .map((node) => node['articleBody'])
    .filter((body): body is string => typeof body === 'string')
    .reduce((a, b) => (b.length > a.length ? b : a), '')
  if (stated.length < statedCharactersMin) return undefined
  const unescaped = /&lt;(p|br|div)\b/i.test(stated) ? (linkedText(stated) ?? '') : stated
  const marked = /<(p|br|div)\b/i.test(unescaped) ? unescaped : paragraphsOf(unescaped)
  const html = sanitiseHtml(marked, { baseUrl })
  const tree = parsePiece(html)
  const text = tree === undefined ? '' : bodyText(tree)
  return found.length < text.length * foundShareMin ? { html, text } : undefined
}

function paragraphsOf(plain: string): string {
  return plain
    .split(/\n\s*/)
    .map((line) => `<p>${line.trim().replaceAll('<', '&lt;')}</p>`)
    .join('')
}

function publisherOf({ facts }: PageView): string | undefined {
  return linkedText(facts.article?.['publisher'])
}

/** The fields that are there. */
function present<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  // Entries that are undefined are filtered out, so what is left has no undefined values.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: NonNullable<Fields[Key]>
  }
}

/** A page whose tree cannot be had: its text without tags. */
function plainArticle(html: string): Article {
  const text = foldSpace(
    html
      .slice(0, plainCharactersMax)
      .replace(/<(script|style)\b[^<]{0,100000}(<\/\1>)?/gi, ' ')
      .replace(/<[^<>]{0,10000}>/g, ' '),
  )
  return { videos: [], keyPoints: [], related: [], html: text === '' ? '' : `<p>${escapeText(text)}</p>`, text }
}

const plainCharactersMax = 500_000
