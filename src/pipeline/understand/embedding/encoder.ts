/**
 * The sentence encoder: text → pieces → two transformer layers → mean over pieces → one dense layer → unit vector.
 * It is the forward pass of the Universal Sentence Encoder lite (Cer et al. 2018, arXiv:1803.11175), for the weights
 * that are published under Apache-2.0. It must not know where weights come from, nor who asks for vectors.
 *
 * Sentences are computed together, their pieces as rows of one matrix, so that every weight is read once for many rows.
 */
import { openAttention } from './attention.ts'
import { type Dense, openProducts, productBytes } from './integer-matmul.ts'
import { createTokeniser, type Piece } from './tokenise.ts'
import { openWorkspace } from './workspace.ts'

/** Trained tensors by name, row-major, and the pieces of the vocabulary in order of their ids. */
export type EncoderFiles = {
  readonly tensors: ReadonlyMap<string, Float32Array>
  readonly pieces: readonly Piece[]
}

/** Vectors of the texts, in order: Float32Array[512], L2-normalised; all zero for text without characters. */
export type Encode = (texts: readonly string[]) => Float32Array<ArrayBuffer>[]

export const encoderDimensions = 512
/** Text beyond this many pieces (about 90 English words) does not count; the model was not trained for more. */
const tokensMax = 128
const charactersMax = 2048
/** Rows computed together: as many as keep the packed integers of a layer's input in the second-level cache. */
const rowsMax = 160

const inner = 1536
const small = 256
const width = encoderDimensions
const heads = 4
const epsilon = 1e-6

type Norm = { readonly scale: Float32Array; readonly bias: Float32Array }

/** Copies the weights into its own 11 MB. Throws where a tensor is missing or has another size. Synchronous: 0.1 s. */
export function openEncoder(files: EncoderFiles): Encode {
  const tokenise = createTokeniser(files.pieces, { charactersMax, tokensMax })
  const forward = openForward(files.tensors)
  return (texts) => {
    const vectors = texts.map(() => new Float32Array(width))
    const sentences = texts.map((text, index) => ({ index, ids: tokenise(text) })).filter(({ ids }) => ids.length > 0)
    for (const batch of batches(sentences)) {
      const encoded = forward(batch.map(({ ids }) => ids))
      batch.forEach(({ index }, place) => {
        vectors[index]?.set(encoded.subarray(place * width, (place + 1) * width))
      })
    }
    return vectors
  }
}

/** Groups of at most `rowsMax` pieces, order kept. */
function batches<Sentence extends { readonly ids: Int32Array }>(sentences: readonly Sentence[]): Sentence[][] {
  const groups: Sentence[][] = []
  let group: Sentence[] = []
  let rows = 0
  for (const sentence of sentences) {
    if (rows + sentence.ids.length > rowsMax && group.length > 0) {
      groups.push(group)
      group = []
      rows = 0
    }
    group.push(sentence)
    rows += sentence.ids.length
  }
  if (group.length > 0) groups.push(group)
  return groups
}

/** One pass over a batch; the result is a view of `sentences × 512` that the next pass overwrites. */
function openForward(tensors: ReadonlyMap<string, Float32Array>): (sentences: readonly Int32Array[]) => Float32Array {
  const { embeddings, frequencies, norms, layers } = readWeights(tensors)
  const attentionNumbers = rowsMax * width + tokensMax * tokensMax
  const workspace = openWorkspace(productBytes(Object.values(layers), rowsMax) + 4 * attentionNumbers + 64)
  const product = openProducts(workspace, layers, rowsMax)
  const attend = openAttention(workspace, { rowsMax, piecesMax: tokensMax, widthMax: width })
  const first = new Float32Array(rowsMax * small)
  const residual = new Float32Array(rowsMax * width)
  const normed = new Float32Array(rowsMax * width)
  const pooled = new Float32Array(rowsMax * width)
  const pooledInner = new Float32Array(rowsMax * inner)

  return (sentences) => {
    const lengths = sentences.map((ids) => ids.length)
    const rows = lengths.reduce((sum, length) => sum + length, 0)
    lookUp(sentences, { embeddings, frequencies }, first)

    normalise(first, norms.attention0, rows, normed)
    const mixed0 = attend(product.query0(normed, rows), lengths, { heads, headWidth: small / heads })
    residual.set(product.output0(mixed0, rows))
    add(residual, product.widen(first, rows))
    normalise(residual, norms.inner0, rows, normed)
    add(residual, product.contract0(product.expand0(normed, rows), rows))

    normalise(residual, norms.attention1, rows, normed)
    const mixed1 = attend(product.query1(normed, rows), lengths, { heads, headWidth: width / heads })
    add(residual, product.output1(mixed1, rows))
    normalise(residual, norms.inner1, rows, normed)
    // The last product is linear, so it is done once for the mean of each sentence instead of once per piece.
    meanRows(product.expand1(normed, rows), lengths, inner, pooledInner)
    meanRows(residual, lengths, width, pooled)
    add(pooled, product.contract1(pooledInner, sentences.length))
    return toUnit(product.final(pooled, sentences.length))
  }
}

/** Twice the piece's own vector, because the trained graph adds it once more with the position, plus the position. */
function lookUp(
  sentences: readonly Int32Array[],
  weights: { readonly embeddings: Float32Array; readonly frequencies: Float32Array },
  out: Float32Array,
): void {
  const { embeddings, frequencies } = weights
  const half = small / 2
  let row = 0
  for (const ids of sentences) {
    for (let position = 0; position < ids.length; position++, row += small) {
      const source = (ids[position] ?? 0) * small
      for (let i = 0; i < half; i++) {
        const angle = position * (frequencies[i] ?? 0)
        out[row + i] = 2 * (embeddings[source + i] ?? 0) + Math.sin(angle)
        out[row + half + i] = 2 * (embeddings[source + half + i] ?? 0) + Math.cos(angle)
      }
    }
  }
}

/** Each row to mean 0 and variance 1, then scaled and shifted (Ba et al. 2016, arXiv:1607.06450). */
function normalise(rows: Float32Array, { scale, bias }: Norm, count: number, out: Float32Array): void {
  const size = scale.length
  for (let start = 0; start < count * size; start += size) {
    let sum = 0
    for (let i = 0; i < size; i++) sum += rows[start + i] ?? 0
    const mean = sum / size
    let squares = 0
    for (let i = 0; i < size; i++) {
      const difference = (rows[start + i] ?? 0) - mean
      squares += difference * difference
    }
    const inverse = 1 / Math.sqrt(squares / size + epsilon)
    for (let i = 0; i < size; i++) {
      out[start + i] = ((rows[start + i] ?? 0) - mean) * inverse * (scale[i] ?? 0) + (bias[i] ?? 0)
    }
  }
}

function add(target: Float32Array, addend: Float32Array): void {
  for (let i = 0; i < addend.length; i++) target[i] = (target[i] ?? 0) + (addend[i] ?? 0)
}

function meanRows(rows: Float32Array, lengths: readonly number[], size: number, out: Float32Array): void {
  out.fill(0, 0, lengths.length * size)
  let source = 0
  for (const [sentence, length] of lengths.entries()) {
    const target = sentence * size
    for (let row = 0; row < length; row++, source += size) {
      for (let i = 0; i < size; i++) out[target + i] = (out[target + i] ?? 0) + (rows[source + i] ?? 0)
    }
    for (let i = target; i < target + size; i++) out[i] = (out[i] ?? 0) / length
  }
}

function toUnit(rows: Float32Array): Float32Array {
  for (let start = 0; start < rows.length; start += width) {
    let squares = 0
    for (let i = start; i < start + width; i++) {
      const value = Math.tanh(rows[i] ?? 0)
      rows[i] = value
      squares += value * value
    }
    const inverse = 1 / Math.sqrt(Math.max(squares, 1e-12))
    for (let i = start; i < start + width; i++) rows[i] = (rows[i] ?? 0) * inverse
  }
  return rows
}

/** Finds the tensors by the names that the published graph gives them. */
function readWeights(tensors: ReadonlyMap<string, Float32Array>) {
  const tensor = (name: string, size: number): Float32Array => {
    const values = tensors.get(name)
    if (values?.length !== size) {
      throw new Error(`The sentence encoder needs ${size} numbers named ${name}; found ${values?.length ?? 'none'}`)
    }
    return values
  }
  const dense = (inputs: number, outputs: number, weights: string, bias: string): Dense => ({
    inputs,
    outputs,
    weights: tensor(weights, inputs * outputs),
    bias: tensor(bias, outputs),
  })
  const folded = 'module_apply_default/Encoder_en/KonaTransformer/Encode/'
  const raw = 'module/Encoder_en/KonaTransformer/Encode/'
  const joined = 'ConcatPartitions/concat'
  const block = (layer: 0 | 1) => `Layer_${layer}/TransformerLayer/`
  const attention = (layer: 0 | 1, name: string, inputs: number, outputs: number) => {
    const path = `${block(layer)}MultiheadAttention/${name}/`
    return dense(inputs, outputs, `${raw}${path}kernel/part_0`, `${folded}${path}bias/${joined}`)
  }
  const feedForward = (layer: 0 | 1, name: string, inputs: number, outputs: number) => {
    const path = `${block(layer)}FFN/${name}/`
    return dense(
      inputs,
      outputs,
      `${folded}TransformerStack/${path}Tensordot/Reshape_1`,
      `${folded}${path}bias/${joined}`,
    )
  }
  const norm = (path: string, size: number): Norm => {
    const prefix = `${folded}${path}layer_prepostprocess/layer_norm/layer_norm`
    return { scale: tensor(`${prefix}_scale/${joined}`, size), bias: tensor(`${prefix}_bias/${joined}`, size) }
  }
  const vocabularyRows = Math.floor((tensors.get('module/Embeddings_en')?.length ?? 0) / small)
  const widen = `${folded}${block(0)}dense/`
  const final = 'module/Encoder_en/hidden_layers/tanh_layer_0/'
  return {
    embeddings: tensor('module/Embeddings_en', Math.max(1, vocabularyRows) * small),
    frequencies: tensor(`${folded}TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`, small / 2),
    norms: {
      attention0: norm(block(0), small),
      inner0: norm(`${block(0)}FFN/`, width),
      attention1: norm(block(1), width),
      inner1: norm(`${block(1)}FFN/`, width),
    },
    layers: {
      widen: dense(small, width, `${widen}kernel/${joined}`, `${widen}bias/${joined}`),
      query0: attention(0, 'qkv_transform_single', small, 3 * small),
      output0: attention(0, 'output_transform_single', small, width),
      expand0: { ...feedForward(0, 'conv1', width, inner), relu: true },
      contract0: feedForward(0, 'conv2', inner, width),
      query1: attention(1, 'qkv_transform_single', width, 3 * width),
      output1: attention(1, 'output_transform_single', width, width),
      expand1: { ...feedForward(1, 'conv1', width, inner), relu: true },
      contract1: feedForward(1, 'conv2', inner, width),
      final: dense(width, width, `${final}weights`, `${final}bias`),
    },
  }
}
