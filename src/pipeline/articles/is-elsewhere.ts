import { ancestorsOf, namesOf, type PageElement } from './page-tree.ts'

/** Parts of a page whose names, dates and pictures are those of other things. */
const elsewhereNames = new Set(
  'comment comments kommentare commentlist related sidebar footer widget event events recent latest teaser teasers nav menu newsletter banner ad ads trending popular'.split(
    ' ',
  ),
)

/** Whether the element stands in a part of the page that is about other things. */
export function isElsewhere(element: PageElement): boolean {
  for (const each of [element, ...ancestorsOf(element)]) {
    if (/^(aside|footer|nav)$/.test(each.tagName)) return true
    if (each.tagName !== 'body' && each.tagName !== 'html' && namesOf(each).some((name) => elsewhereNames.has(name)))
      return true
  }
  return false
}
