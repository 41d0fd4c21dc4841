/** A page as a list of text blocks, and how much running text each element holds. */
import {
  ancestorsOf,
  attribute,
  foldSpace,
  inlineTags,
  isElement,
  type PageElement,
  type PageNode,
  type PageParent,
} from './page-tree.ts'

/** A run of text with no block boundary inside. `element` is the block element that it stands in. */
export type Block = {
  readonly element: PageElement
  readonly text: string
  readonly linkChars: number
  /** The text nodes that make the run. */
  readonly nodes: readonly PageNode[]
}

/** What an element holds: characters of text, how many of them are links, and its weight as running text. */
export type Measure = { readonly chars: number; readonly linkChars: number; readonly weight: number }

export type Measures = ReadonlyMap<PageElement, Measure>

const nothing: Measure = { chars: 0, linkChars: 0, weight: 0 }

/** Elements whose text nobody reads. */
const silentTags = new Set(['script', 'style', 'noscript', 'template', 'title', 'option', 'svg'])

/** Blocks in document order. O(size of the tree). */
export function blocksIn(root: PageParent): Block[] {
  const blocks: Block[] = []
  let parts: string[] = []
  let nodes: PageNode[] = []
  let linkChars = 0
  const flush = (element: PageElement | undefined) => {
    const text = foldSpace(parts.join(''))
    if (text !== '' && element !== undefined) blocks.push({ element, text, linkChars, nodes })
    parts = []
    nodes = []
    linkChars = 0
  }
  const visit = (node: PageNode | PageParent, within: { block: PageElement | undefined; link: boolean }) => {
    if ('value' in node && node.nodeName === '#text') {
      parts.push(node.value)
      nodes.push(node)
      if (within.link) linkChars += foldSpace(node.value).length
      return
    }
    if (!('childNodes' in node) || (isElement(node) && silentTags.has(node.tagName))) return
    if (isElement(node) && node.tagName === 'br') parts.push(' ')
    const isBlock = isElement(node) && !inlineTags.has(node.tagName) && node.tagName !== 'br' && node.tagName !== 'img'
    const link = within.link || (isElement(node) && node.tagName === 'a' && attribute(node, 'href') !== undefined)
    if (isBlock) flush(within.block)
    const inner = { block: isBlock ? node : within.block, link }
    for (const child of node.childNodes) visit(child, inner)
    if (isBlock) flush(node)
  }
  visit(root, { block: isElement(root) ? root : undefined, link: false })
  if (isElement(root)) flush(root)
  return blocks
}

/** How much each element holds, of these blocks. O(blocks · depth). */
export function measure(blocks: readonly Block[]): Measures {
  const measures = new Map<PageElement, { chars: number; linkChars: number; weight: number }>()
  for (const block of blocks) {
    const weight = weightOf(block)
    for (const element of [block.element, ...ancestorsOf(block.element)]) {
      const sum = measures.get(element) ?? { ...nothing }
      sum.chars += block.text.length
      sum.linkChars += block.linkChars
      sum.weight += weight
      measures.set(element, sum)
    }
  }
  return measures
}

export function measureOf(measures: Measures, element: PageElement): Measure {
  return measures.get(element) ?? nothing
}

/** Letters outside links, in [0, 1]. */
export function linkDensity({ chars, linkChars }: Pick<Measure, 'chars' | 'linkChars'>): number {
  return chars === 0 ? 0 : Math.min(1, linkChars / chars)
}

/** From this many characters on, a block is surely running text; a wide script says as much in a third. */
const runningCharacters = 160
const blockCharactersMin = 25

/** How much a block looks like running text: its length outside links, more for long blocks and for sentences. */
export function weightOf(block: Block): number {
  const plain = (block.text.length - block.linkChars) * (isWideScript(block.text) ? 3 : 1)
  if (plain < blockCharactersMin) return 0
  const long = Math.min(1.5, Math.max(0.2, plain / runningCharacters))
  const sentence = /[.!?…。！？؟।。»”"]/.test(block.text) ? 1 : 0.4
  const tag = block.element.tagName
  const kind =
    tag === 'p' ? 1.2 : tag === 'li' || tag === 'td' || tag === 'figcaption' || /^h[1-6]$/.test(tag) ? 0.6 : 1
  return (
    Math.min(plain, 1500) *
    long *
    sentence *
    kind *
    (1 - linkDensity({ chars: block.text.length, linkChars: block.linkChars }))
  )
}

/** Chinese, Japanese and Korean: no spaces to go by and two to three times the meaning per character. */
export function isWideScript(text: string): boolean {
  const head = text.slice(0, 200)
  return (head.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g)?.length ?? 0) > head.length / 4
}
