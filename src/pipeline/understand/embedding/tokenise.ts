/**
 * Splits text into the pieces of a unigram vocabulary: the segmentation with the highest sum of log probabilities
 * (Kudo 2018, "Subword Regularization", arXiv:1804.10959, section 3.2), by dynamic programming over characters.
 */
export type Tokenise = (text: string) => Int32Array

/** A piece and its log probability; its place in the list is its id. */
export type Piece = readonly [piece: string, logProbability: number]

/** Stands for a space, and begins every text. */
const wordStart = '\u2581'
/** Ids below this are control symbols that never stand for text; id 0 is the unknown piece. */
const controlPieces = 6
const unknownId = 0
/** How much less likely than the rarest piece an unknown character is. */
const unknownPenalty = 10

type Node = { readonly next: Map<string, Node>; id: number; logProbability: number }

/**
 * `charactersMax` cuts the text before anything else, `tokensMax` what is left after. Text without characters gives no
 * tokens. Time grows with the text's length times the longest piece.
 */
export function createTokeniser(
  pieces: readonly Piece[],
  limits: { readonly charactersMax: number; readonly tokensMax: number },
): Tokenise {
  const root: Node = { next: new Map(), id: unknownId, logProbability: 0 }
  let rarest = 0
  for (const [id, [piece, logProbability]] of pieces.entries()) {
    if (id < controlPieces) continue
    rarest = Math.min(rarest, logProbability)
    insert(root, piece, id, logProbability)
  }
  const unknown = rarest - unknownPenalty
  return (text) => {
    const cut = text.slice(0, limits.charactersMax).normalize('NFKC').trim().replace(/\s+/gu, wordStart)
    if (cut === '') return new Int32Array(0)
    return bestPath(root, Array.from(wordStart + cut), unknown).slice(0, limits.tokensMax)
  }
}

function insert(root: Node, piece: string, id: number, logProbability: number): void {
  let node = root
  for (const character of piece) {
    let next = node.next.get(character)
    if (next === undefined) {
      next = { next: new Map(), id: unknownId, logProbability: 0 }
      node.next.set(character, next)
    }
    node = next
  }
  node.id = id
  node.logProbability = logProbability
}

function bestPath(root: Node, characters: readonly string[], unknown: number): Int32Array {
  const length = characters.length
  const best = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY)
  const from = new Int32Array(length + 1)
  const ids = new Int32Array(length + 1)
  best[0] = 0
  const offer = (start: number, end: number, id: number, logProbability: number) => {
    const total = (best[start] ?? 0) + logProbability
    if (total < (best[end] ?? 0)) return
    best[end] = total
    from[end] = start
    ids[end] = id
  }
  for (let start = 0; start < length; start++) {
    let node = root.next.get(characters[start] ?? '')
    // One character can always stand alone, so that every position is reached.
    if (node === undefined || node.id === unknownId) offer(start, start + 1, unknownId, unknown)
    for (let end = start + 1; node !== undefined; end++) {
      if (node.id !== unknownId) offer(start, end, node.id, node.logProbability)
      node = end < length ? node.next.get(characters[end] ?? '') : undefined
    }
  }
  return walkBack(from, ids)
}

/** Neighbouring unknown characters become one unknown piece. */
function walkBack(from: Int32Array, ids: Int32Array): Int32Array {
  const reversed: number[] = []
  for (let end = from.length - 1; end > 0; end = from[end] ?? 0) {
    const id = ids[end] ?? unknownId
    if (id !== unknownId || reversed.at(-1) !== unknownId) reversed.push(id)
  }
  return Int32Array.from(reversed.reverse())
}
