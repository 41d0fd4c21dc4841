/**
 * The adapter with the real package and a real model, made here: a table of one row a word, in ONNX. The package weighs hundreds of
 * megabytes and is no dependency, so it is looked for in the folder that SALIENT_TEST_TRANSFORMERS names:
 * `ONNXRUNTIME_NODE_INSTALL=skip npm install --prefix FOLDER @huggingface/transformers`.
 */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openTransformersEmbedder } from '../../src/jobs/embedder/transformers-embedder.ts'

const folder = process.env['SALIENT_TEST_TRANSFORMERS'] ?? ''
const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'storm', 'coast', 'vote', 'council']
const width = 4
/** Each word its own direction; the signs around a text none. */
const rows = [
  [0, 0, 0, 0],
  [0, 0, 0, 1],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 1, 0],
]

if (!existsSync(join(folder, 'node_modules', '@huggingface', 'transformers')))
  it('claims nothing: SALIENT_TEST_TRANSFORMERS names no folder with @huggingface/transformers', () =>
    expect(existsSync(join(folder, 'node_modules', '@huggingface', 'transformers'))).toBe(false))
else
  it('gives the mean of the vectors of a text, of length 1, in the order of the texts', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'salient-onnx-'))
    await symlink(join(folder, 'node_modules'), join(dataDir, 'node_modules'))
    await writeModel(join(dataDir, 'models', 'tiny', 'words'))
    await using embedder = await openTransformersEmbedder({ model: 'tiny/words', dataDir })
    expect(embedder).toMatchObject({ model: 'transformers:tiny/words', dimensions: width })
    const texts = Array.from({ length: 33 }, (_, n) => (n % 2 === 0 ? 'Storm' : 'coast vote'))
    const vectors = await embedder.embed(['storm coast', ...texts])
    const half = Math.SQRT1_2
    const expected = [[half, half, 0, 0], ...texts.map((_, n) => (n % 2 === 0 ? [1, 0, 0, 0] : [0, half, half, 0]))]
    expect(vectors).toHaveLength(expected.length)
    for (const [n, vector] of vectors.entries())
      for (const [place, value] of vector.entries()) expect(value).toBeCloseTo(expected[n]?.[place] ?? Number.NaN, 5)
  })

async function writeModel(into: string): Promise<void> {
  await mkdir(join(into, 'onnx'), { recursive: true })
  const vocab = Object.fromEntries(words.map((word, id) => [word, id]))
  const special = (content: string) => ({
    id: vocab[content],
    content,
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  })
  const files = {
    'config.json': { model_type: 'bert', hidden_size: width, vocab_size: words.length },
    'tokenizer_config.json': {
      tokenizer_class: 'BertTokenizer',
      do_lower_case: true,
      model_max_length: 64,
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
    },
    'tokenizer.json': {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: words.slice(0, 4).map(special),
      normalizer: {
        type: 'BertNormalizer',
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase: true,
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: null,
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab,
      },
    },
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(into, name), JSON.stringify(content))
  await writeFile(join(into, 'onnx', 'model.onnx'), tableModel())
}

/** One operation: each id's row of the table. Numbers of fields are those of onnx.proto. */
function tableModel(): Buffer {
  const table = Buffer.from(Float32Array.from(rows.flat()).buffer)
  const node = [bytes(1, 'table'), bytes(1, 'input_ids'), bytes(2, 'last_hidden_state'), bytes(4, 'Gather')]
  const initializer = [number(1, words.length), number(1, width), number(2, 1), bytes(8, 'table'), bytes(9, table)]
  const int64 = 7
  const graph = [
    bytes(1, Buffer.concat(node)),
    bytes(2, 'words'),
    bytes(5, Buffer.concat(initializer)),
    bytes(11, valueInfo('input_ids', int64, ['batch', 'length'])),
    bytes(11, valueInfo('attention_mask', int64, ['batch', 'length'])),
    bytes(12, valueInfo('last_hidden_state', 1, ['batch', 'length', width])),
  ]
  return Buffer.concat([number(1, 8), bytes(7, Buffer.concat(graph)), bytes(8, number(2, 13))])
}

function valueInfo(name: string, type: number, dims: readonly (string | number)[]): Buffer {
  const shape = dims.map((dim) => bytes(1, typeof dim === 'string' ? bytes(2, dim) : number(1, dim)))
  const tensor = Buffer.concat([number(1, type), bytes(2, Buffer.concat(shape))])
  return Buffer.concat([bytes(1, name), bytes(2, bytes(1, tensor))])
}

function varint(value: number): Buffer {
  const out: number[] = []
  let rest = value
  while (rest > 127) {
    out.push((rest & 127) | 128)
    rest >>>= 7
  }
  return Buffer.from([...out, rest])
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)])
}

function bytes(field: number, content: string | Buffer): Buffer {
  const held = Buffer.from(content)
  return Buffer.concat([varint(field * 8 + 2), varint(held.length), held])
}
