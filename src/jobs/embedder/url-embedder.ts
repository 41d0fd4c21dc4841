/** Vectors from a service that speaks OpenAI's `/v1/embeddings`, as Ollama, llama.cpp, vLLM and many others do. */
import type { Embedder } from '../../domain/embedding.ts'
import { openJsonService } from '../../platform/net/post-json.ts'

/** Texts sent in one request; services refuse more than some hundred. */
const textsMax = 64
/** Characters of a text that are sent: more than any headline, less than any model's limit. */
const charactersMax = 4_000

/** Asks once, to learn how many dimensions the model has; throws what the service said when it cannot be used. */
export async function openUrlEmbedder(options: {
  readonly url: string
  readonly model: string
  readonly key?: string
  readonly allowPrivateNetworks: readonly string[]
  readonly ending?: AbortSignal
}): Promise<Embedder & AsyncDisposable> {
  const service = openJsonService(options)
  const embedSome = async (texts: readonly string[]): Promise<Float32Array[]> => {
    // Services refuse empty texts.
    const input = texts.map((text) => text.slice(0, charactersMax).trim() || ' ')
    const outcome = await service.post({ model: options.model, input, encoding_format: 'float' })
    if ('problem' in outcome) throw new Error(`${outcome.problem.code}: ${outcome.problem.message}`)
    return readVectors(outcome.answer, texts.length, options.url)
  }
  try {
    const [probe] = await embedSome(['news'])
    const dimensions = probe?.length ?? 0
    return {
      model: `url:${options.model}`,
      dimensions,
      embed: async (texts) => {
        const vectors: Float32Array[] = []
        for (let from = 0; from < texts.length; from += textsMax)
          vectors.push(...(await embedSome(texts.slice(from, from + textsMax))))
        if (vectors.some(({ length }) => length !== dimensions))
          throw new Error(`${options.url} gave vectors of other lengths than ${dimensions}, which it gave at first`)
        return vectors
      },
      [Symbol.asyncDispose]: service[Symbol.asyncDispose],
    }
  } catch (error) {
    await service[Symbol.asyncDispose]()
    throw error
  }
}

/** `{data: [{index, embedding: [numbers]}]}` in any order → vectors of length 1 in the order of the texts. */
function readVectors(answer: unknown, count: number, url: string): Float32Array[] {
  const vectors = Array.from({ length: count }, (): Float32Array | undefined => undefined)
  const data: unknown = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined
  for (const [place, row] of (Array.isArray(data) ? data : []).entries()) {
    if (typeof row !== 'object' || row === null || !('embedding' in row) || !Array.isArray(row.embedding)) continue
    const index = 'index' in row && typeof row.index === 'number' ? row.index : place
    // A vector too many would be taken for that of another text.
    if (!(index in vectors))
      throw new Error(`${url} answered with a vector of text ${index}; it was asked for ${count}`)
    vectors[index] = normalised(Float32Array.from(row.embedding, Number))
  }
  return vectors.map((vector) => {
    if (vector === undefined || vector.length === 0 || !vector.every(Number.isFinite))
      throw new Error(
        `${url} answered without a vector for each text; it began ${JSON.stringify(answer).slice(0, 200)}`,
      )
    return vector
  })
}

/** Of length 1; a zero vector stays. */
export function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}
