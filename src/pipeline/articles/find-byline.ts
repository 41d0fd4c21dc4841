import { isElsewhere } from './is-elsewhere.ts'
import { lettersOf } from './letters.ts'
import { isObject, linkedList, linkedText, type PageFacts } from './page-facts.ts'
import { attribute, elementsIn, foldSpace, isElement, isText, namesOf, type PageElement, textIn } from './page-tree.ts'
import { blocksFromHeadline, type PageView } from './page-view.ts'
import type { Block } from './text-weight.ts'

const bylineCharactersMax = 120

/** Who wrote it, several names joined by commas: as stated to machines, else as it stands near the headline or at the end. */
export function findByline(page: PageView): string | undefined {
  const publishers = publisherNames(page)
  const isPerson = (name: string) => !publishers.has(lettersOf(name))
  const stated = [...statedNames(page.facts)].map((names) => names.map(cleanName).filter(isName))
  const people = stated.map((names) => names.filter(isPerson)).find((names) => names.length > 0)
  if (people !== undefined) return [...new Set(people)].join(', ')
  const marked = markedNames(page).map(cleanName).filter(isName)
  // A publisher is named as its own author where nobody else is.
  return marked.find(isPerson) ?? marked[0] ?? signature(page) ?? stated.flat()[0]
}

/** Whether a line says who wrote it and nothing else. */
export function isByline(line: string, byline: string | undefined): boolean {
  if (byline === undefined || line.length > bylineCharactersMax) return false
  return lettersOf(cleanName(line)) === lettersOf(byline)
}

const signatureCharactersMax = 40
const signatureName = /^\p{Lu}[\p{L}.'’-]{0,20}(\s\p{Lu}[\p{L}.'’-]{0,20}){1,3}$/u

/** A name that stands alone in a line set apart from the text: italic, bold or in brackets. The last one counts. */
function signature({ blocks, headline }: PageView): string | undefined {
  const line = blocks.slice(headline + 1).findLast((block) => {
    if (block.text.length > signatureCharactersMax || isElsewhere(block.element)) return false
    return signatureName.test(block.text.replace(/^\(|\)$/g, '')) && isSetApart(block)
  })
  return line?.text.replace(/^\(|\)$/g, '')
}

function isSetApart({ element, text, nodes }: Block): boolean {
  if (element.tagName !== 'p') return false
  if (/^\(.{1,60}\)$/.test(text)) return true
  return nodes.every(
    (node) =>
      (isText(node) && node.value.trim() === '') ||
      (node.parentNode !== null &&
        isElement(node.parentNode) &&
        /^(em|i|b|strong|font)$/.test(node.parentNode.tagName)),
  )
}

/** How the publisher is called: many pages state it where the author belongs. */
function publisherNames({ facts, siteName, url }: PageView): ReadonlySet<string> {
  const { hostname } = new URL(url)
  const labels = hostname.replace(/^www\./, '').split('.')
  const names = [siteName, linkedText(facts.article?.['publisher']), hostname, ...labels.slice(0, -1)]
  return new Set(names.map((name) => lettersOf(name ?? '')).filter((letters) => letters !== ''))
}

/** Names from JSON-LD and meta elements, the surest list first. */
function* statedNames(facts: PageFacts): Generator<string[]> {
  const people = linkedList(facts.article?.['author'])
  yield people.flatMap((person) => personName(person, facts) ?? [])
  for (const key of [
    'author',
    'article:author',
    'dc.creator',
    'dcterms.creator',
    'parsely-author',
    'sailthru.author',
    'byl',
    'cxenseparse:author',
    'og:article:author',
    'citation_author',
    'twitter:creator',
  ])
    yield [...(facts.meta.get(key) ?? [])]
  const creators = linkedList(facts.article?.['creator'])
  yield creators.flatMap((person) => personName(person, facts) ?? [])
}

/** A person may stand elsewhere on the page and be named here by `@id` only. */
function personName(person: unknown, facts: PageFacts): string | undefined {
  if (!isObject(person) || person['name'] !== undefined) return linkedText(person)
  const other = facts.nodes.find((node) => node['@id'] === person['@id'] && node['name'] !== undefined)
  return other === undefined ? undefined : linkedText(other['name'])
}

const authorNames = new Set(
  'author authors byline bylines autor autoren autore auteur auteurs autorin writer contributor contributors redakteur journalist verfasser firma periodista'.split(
    ' ',
  ),
)
const notAuthorNames = new Set('bio biography description image img avatar photo social share date time'.split(' '))

/** Names as marked or spoken on the page, the surest first. */
function markedNames(page: PageView): string[] {
  const found: { text: string; sure: number }[] = []
  for (const element of elementsIn(page.root)) {
    const sure = sureness(element)
    if (sure === 0) continue
    const inner = elementsIn(element).find((each) => attribute(each, 'itemprop') === 'name' || isAuthorLink(each))
    const text = textIn(inner ?? element)
    if (text.length > 0 && text.length <= bylineCharactersMax)
      found.push({ text, sure: isElsewhere(element) ? sure - elsewherePenalty : sure })
  }
  for (const { element, text } of blocksFromHeadline(page)) {
    if (text.length > lineCharactersMax) continue
    const spoken = spokenByline.exec(text)?.[2] ?? datedByline.exec(text)?.[1]
    if (spoken !== undefined) found.push({ text: spoken, sure: isElsewhere(element) ? 1 - elsewherePenalty : 1 })
  }
  return found.toSorted((a, b) => b.sure - a.sure).map(({ text }) => text)
}

const lineCharactersMax = 140
/** Names in parts about other things come after every other. */
const elsewherePenalty = 10

/** A line that begins with a preposition and a name, or holds a label, a colon and a name. */
export const spokenByline =
  /(^(?:by|von|par|por|di|door|af|av)\s|\d{4}\s{1,2}(?:by|von|par|por)\s|(?:^|[\s|(])(?:by|von|text|texte|texto|testo|autor|autorin|auteur|author|redaktion|words|written by|posted by|escrito por|publicado por|geschrieben von)\s?:\s?)(\p{Lu}[\p{L}.'’-]{0,30}(?:\s[\p{L}.'’-]{1,30}){1,4})/iu

/** A line that is a date, a dash or a bar, and a name. */
const datedByline =
  /^(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.?\s\p{L}{3,12}\.?\s\d{4})\s?[-–—|·•]\s(\p{Lu}[\p{L}.'’-]{0,30}(?:\s\p{Lu}[\p{L}.'’-]{0,30}){1,3})$/u

function sureness(element: PageElement): number {
  if (attribute(element, 'itemprop') === 'author') return 5
  if (attribute(element, 'rel') === 'author') return 4
  if (isAuthorLink(element)) return 3.5
  const names = namesOf(element)
  if (names.length === 0 || names.some((name) => notAuthorNames.has(name))) return 0
  return names.some((name) => authorNames.has(name)) ? 3 : 0
}

function isAuthorLink(element: PageElement): boolean {
  return (
    element.tagName === 'a' &&
    (attribute(element, 'rel') === 'author' ||
      /\/(authors?|autor(en|es)?|auteurs?|autori|profile|people|redaktion|journalist(s|en)?|contributors?|by|von)\/[\w%.-]{3,80}\/?$/i.test(
        (attribute(element, 'href') ?? '').slice(0, 400),
      ))
  )
}

const monthOrDate =
  /\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}\.?\s\p{L}{3,12}\.?,?\s\d{4}|\p{L}{3,12}\.?\s\d{1,2},?\s\d{4}/u

/** The name out of a byline: `By Ann Bell | 3 May 2020` → `Ann Bell`. */
function cleanName(raw: string): string {
  let text = foldSpace(raw)
  const date = monthOrDate.exec(text)
  if (date !== null && date.index > 3) text = text.slice(0, date.index)
  text = text.replace(
    /^(written by|posted by|published by|story by|words by|by|von|par|por|di|door|af|av|text(e|o)?|autor(en|in|es)?|author(s)?|auteur(s)?|ein(e)? (artikel|beitrag) von|escrito por|publicado por|geschrieben von|veröffentlicht von|redaktion|foto(s)?)(:|\s)\s*/iu,
    (match) => (/^(redaktion|foto)/i.test(match) ? match : ''),
  )
  text = text
    .replace(/^(:|by|von|interview:)\s/i, '')
    .replace(
      /\s(am|on|um|le|vom|quelle|source|datum|staff|alle (artikel|beiträge)|all (posts|articles)|mehr|more)(\s\p{Lu}?\p{L}{0,9})?$/iu,
      '',
    )
  text =
    text.split(
      /\s+[|•·–—]\s+|\s+-\s+|\s+(am|on|vom|le|el)\s+(?=\d)|,\s*(updated|aktualisiert|published|stand)\b/iu,
    )[0] ?? ''
  return foldSpace(text.replace(/\S+@\S+/g, '').replace(/^[\s,;:|/–-]+|[\s,;:|/–-]+$/g, '')).slice(
    0,
    bylineCharactersMax,
  )
}

function isName(name: string): boolean {
  if (name.length < 3 || /https?:|\[at\]|\(at\)|www\.|^@|[{}<>=]/.test(name)) return false
  if (
    /^(admin|administrator|editor|unknown|null|undefined|none|author|autor|by|von|more|posts|webmaster|share|login|posted|published|name|veröffentlicht|publicado|gepostet)( (on|am|by|von|erforderlich|required|\(.{1,20}\)))?$/i.test(
      name,
    )
  )
    return false
  return name.split(' ').length <= 14 && /\p{L}{2}/u.test(name)
}
