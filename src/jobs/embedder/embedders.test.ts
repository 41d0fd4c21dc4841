/** Embedders beside the built-in one: a service on loopback, and transformers.js by a package that stands in for it. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../test/harness/until.ts'
import { openTransformersEmbedder } from './transformers-embedder.ts'
import { openUrlEmbedder } from './url-embedder.ts'

type Asked = { readonly input: readonly string[]; readonly model: string }

/** A vector that tells texts apart: of length 5 before it is normalised. */
const vectorOf = (words: string): number[] => [3, 4, 0].map((value) => value * (words.length % 7 || 1))

describe('a service that speaks /v1/embeddings', () => {
  const asked: (Asked & { readonly authorization: string | undefined })[] = []
  let answer: (asked: Asked) => { readonly status: number; readonly body: unknown; readonly headers?: object }
  const well = ({ input }: Asked) => ({
    status: 200,
    // In another order than asked, as services may answer.
    body: { data: input.map((words, index) => ({ index, embedding: vectorOf(words) })).reverse() },
  })
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      // What the embedder sent, which is under test.
      const sent = JSON.parse(body) as Asked
      asked.push({ ...sent, authorization: request.headers.authorization })
      const { status, body: given, headers } = answer(sent)
      response
        .writeHead(status, { 'content-type': 'application/json', location: '/elsewhere', ...headers })
        .end(JSON.stringify(given))
    })
  })
  let url = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v1/embeddings`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const open = async (more: object = {}) =>
    await openUrlEmbedder({ url, model: 'some-model', allowPrivateNetworks: ['127.0.0.0/8'], ...more })

  it('gives vectors of length 1 in the order of the texts, some texts a request', async () => {
    answer = well
    asked.length = 0
    await using embedder = await open({ key: 'sesame' })
    expect(embedder).toMatchObject({ model: 'url:some-model', dimensions: 3 })
    const texts = Array.from({ length: 150 }, (_, n) => (n === 3 ? '' : `headline ${n}`))
    const vectors = await embedder.embed(texts)
    expect(vectors).toHaveLength(150)
    for (const vector of vectors) expect([...vector].map((v) => Number(v.toFixed(6)))).toEqual([0.6, 0.8, 0])
    expect(asked.map(({ input }) => input.length)).toEqual([1, 64, 64, 22])
    expect(asked.every(({ authorization, model }) => authorization === 'Bearer sesame' && model === 'some-model')).toBe(
      true,
    )
    expect(asked.flatMap(({ input }) => input)).not.toContain('')
  })

  it('is asked again when it says that it is busy for a moment', async () => {
    let busy = 2
    answer = (sent) => (busy-- > 0 ? { status: 429, body: 'slow down', headers: { 'retry-after': '0' } } : well(sent))
    await using embedder = await open()
    expect(embedder.dimensions).toBe(3)
    busy = 1
    expect(await embedder.embed(['one', 'two'])).toHaveLength(2)
  })

  it('is not waited for when it is busy and the program stops', async () => {
    answer = well
    const embedder = await open()
    asked.length = 0
    answer = () => ({ status: 429, body: 'slow down', headers: { 'retry-after': '30' } })
    const embedding = embedder.embed(['one']).catch((error: unknown) => String(error))
    await until('it to be asked', () => asked.length > 0 || undefined)
    let ended: string | undefined
    void embedding.then((how) => {
      ended = String(how)
    })
    await embedder[Symbol.asyncDispose]()
    expect(ended).toContain('service-unreachable')
    const ending = new AbortController()
    const opening = open({ ending: ending.signal })
    ending.abort(new Error('the program stops'))
    await expect(opening).rejects.toThrow('the program stops')
  })

  it('is not asked at a private address that is not allowed', async () => {
    answer = well
    asked.length = 0
    await expect(open({ allowPrivateNetworks: [] })).rejects.toThrow(/SALIENT_ALLOW_PRIVATE_NETWORKS/)
    expect(asked).toEqual([])
  })

  it.each([
    ['a refusal', { status: 401, body: { error: 'no key' } }, /http-401.*no key.*key right/],
    ['a redirect, which is not followed', { status: 307, body: {} }, /http-307/],
    ['an answer without vectors', { status: 200, body: { data: [] } }, /without a vector for each text/],
    [
      'a vector too many',
      { status: 200, body: { data: [{ embedding: [1] }, { embedding: [1] }] } },
      /vector of text 1/,
    ],
    ['busy for too long', { status: 429, body: 'slow', headers: { 'retry-after': '3600' } }, /http-429/],
    ['vectors that are no numbers', { status: 200, body: { data: [{ embedding: ['x'] }] } }, /without a vector/],
  ])('says what is wrong: %s', async (_name, given, message) => {
    answer = () => given
    await expect(open()).rejects.toThrow(message)
  })
})

describe('transformers.js', () => {
  it('is loaded from the data folder by the name of a model, which it is given with its texts', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'salient-transformers-'))
    const folder = join(dataDir, 'node_modules', '@huggingface', 'transformers')
    await mkdir(folder, { recursive: true })
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name: '@huggingface/transformers', main: 'index.cjs' }),
    )
    await writeFile(
      join(folder, 'index.cjs'),
      `exports.env = {}
       exports.pipeline = async (task, model) => async (texts, options) => ({
         data: Float32Array.from(texts.flatMap((words) => [words.length, options.normalize && options.pooling === 'mean' ? 0 : 1, task === 'feature-extraction' && model === 'tiny/model' && exports.env.localModelPath ? 0 : 1])),
         dims: [texts.length, 3],
       })`,
    )
    await using embedder = await openTransformersEmbedder({ model: 'tiny/model', dataDir })
    expect(embedder).toMatchObject({ model: 'transformers:tiny/model', dimensions: 3 })
    const texts = Array.from({ length: 70 }, (_, n) => `headline ${n}`)
    const vectors = await embedder.embed(texts)
    expect(vectors.map((vector) => [...vector])).toEqual(texts.map(() => [1, 0, 0]))
  })

  it('says how to install it where it is not', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'salient-transformers-'))
    await expect(openTransformersEmbedder({ model: 'tiny/model', dataDir })).rejects.toThrow(
      `npm install --prefix ${dataDir} @huggingface/transformers`,
    )
  })
})
