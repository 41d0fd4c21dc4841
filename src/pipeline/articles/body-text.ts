import { visibleText } from '../../domain/visible-text.ts'
import { inlineTags, isElement, isText, type PageNode, type PageParent } from './page-tree.ts'

/** Blocks that are lines of a paragraph of their own: list items, rows and their groups. */
const lineTags = new Set(['li', 'tr', 'thead', 'tbody', 'tfoot', 'dt', 'dd'])

/** Readable text of a tree: one blank line between paragraphs, one line each for list items and table rows. */
export function bodyText(root: PageParent): string {
  const out: string[] = []
  let line = ''
  const end = (gap: string) => {
    const text = tidyLine(line)
    if (text !== '') out.push(text, gap)
    else if (gap === '\n\n' && out.length > 0) out[out.length - 1] = gap
    line = ''
  }
  const visit = (node: PageNode | PageParent, pre: boolean) => {
    if ('value' in node && isText(node)) line += pre ? node.value : node.value.replace(/\s+/g, ' ')
    if (!('childNodes' in node)) return
    const tag = isElement(node) ? node.tagName : ''
    if (tag === 'br') line += '\n'
    const isBlock = tag !== '' && !inlineTags.has(tag) && tag !== 'br' && tag !== 'img'
    const gap = lineTags.has(tag) ? '\n' : '\n\n'
    if (tag === 'td' || tag === 'th') line += line.endsWith('\n') || line === '' ? '' : '\t'
    else if (isBlock) end(gap)
    for (const child of node.childNodes) visit(child, pre || tag === 'pre')
    if (isBlock && tag !== 'td' && tag !== 'th') end(gap)
  }
  visit(root, false)
  end('')
  return out.join('').trim().normalize('NFC')
}

/** The same of text without markup or references. */
export function plainText(text: string): string {
  return tidyLine(text.replace(/\s+/g, ' ')).normalize('NFC')
}

function tidyLine(line: string): string {
  return visibleText(line)
    .replace(/[^\S\n\t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
