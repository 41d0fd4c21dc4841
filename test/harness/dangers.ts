/** What sanitised HTML must never hold, looked for by the parser and not by the sanitiser's own list. */
import { elementsIn, parsePage, parsePiece } from '../../src/pipeline/articles/page-tree.ts'

const allowedTags = new Set(
  'p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th blockquote q cite pre code kbd samp var sub sup strong b em i u s del ins mark small abbr dfn time bdi bdo ruby rt rp wbr a img figure figcaption details summary video html head body'.split(
    ' ',
  ),
)
const allowedAttributes =
  /^(lang|dir|title|href|rel|src|srcset|alt|width|height|loading|poster|controls|colspan|rowspan|scope|start|reversed|cite|datetime)$/
const addressAttributes = /^(href|src|poster|cite)$/

/** What is wrong with this HTML when a browser reads it, as a piece and as a page; empty when it is safe. */
export function dangers(html: string): string[] {
  const found: string[] = []
  for (const tree of [parsePiece(html), parsePage(`<!doctype html><body>${html}`)]) {
    if (tree === undefined) return ['too deep']
    for (const element of elementsIn(tree)) {
      if (!allowedTags.has(element.tagName)) found.push(`<${element.tagName}>`)
      for (const { name, value } of element.attrs) {
        if (!allowedAttributes.test(name)) found.push(`${element.tagName}[${name}]`)
        if (addressAttributes.test(name) && !/^(https?:\/\/|mailto:)/.test(value)) found.push(`${name}=${value}`)
        if (name === 'srcset' && !value.split(', ').every((each) => each.startsWith('http')))
          found.push(`srcset=${value}`)
      }
    }
  }
  return found
}
