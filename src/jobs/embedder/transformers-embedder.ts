/**
 * Vectors from any sentence model by its name on the Hugging Face hub, or from a folder of models, through transformers.js. The
 * package weighs hundreds of megabytes, so it is no dependency: whoever wants it installs it, and it is loaded on demand. It
 * computes in threads of its own.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Embedder } from '../../domain/embedding.ts'
import { normalised } from './url-embedder.ts'

const packageName = '@huggingface/transformers'
const textsAtOnce = 32

type Tensor = { readonly data: ArrayLike<number>; readonly dims: readonly number[] }
/** The part of the package that is used. */
type Transformers = {
  readonly env: { localModelPath?: string; cacheDir?: string }
  readonly pipeline: (
    task: 'feature-extraction',
    model: string,
  ) => Promise<
    (texts: readonly string[], options: { readonly pooling: 'mean'; readonly normalize: true }) => Promise<Tensor>
  >
}

/** Loads the package and the model: seconds, or minutes where the model is downloaded first. Throws what to do when it cannot. */
export async function openTransformersEmbedder(options: {
  readonly model: string
  /** The package may stand in this folder's node_modules; models are looked for and kept in its `models`. */
  readonly dataDir: string
}): Promise<Embedder & AsyncDisposable> {
  const { env, pipeline } = await loadPackage(options.dataDir)
  env.localModelPath = join(options.dataDir, 'models')
  env.cacheDir = join(options.dataDir, 'models', 'downloaded')
  const extract = await pipeline('feature-extraction', options.model)
  const embedSome = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const { data, dims } = await extract(texts, { pooling: 'mean', normalize: true })
    const length = dims.at(-1) ?? 0
    const all = Float32Array.from(data)
    return texts.map((_, n) => normalised(all.slice(n * length, (n + 1) * length)))
  }
  const [probe] = await embedSome(['news'])
  return {
    model: `transformers:${options.model}`,
    dimensions: probe?.length ?? 0,
    embed: async (texts) => {
      const vectors: Float32Array[] = []
      for (let from = 0; from < texts.length; from += textsAtOnce)
        vectors.push(...(await embedSome(texts.slice(from, from + textsAtOnce))))
      return vectors
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

/** From the data folder, where installing Salient anew does not remove it, or from beside Salient. */
async function loadPackage(dataDir: string): Promise<Transformers> {
  for (const from of [join(dataDir, 'package.json'), import.meta.url]) {
    const path = resolved(from)
    // Only the functions named in the type are called; what they give is checked where it is used.
    if (path !== undefined) return (await import(pathToFileURL(path).href)) as Transformers
  }
  throw new Error(
    `SALIENT_EMBEDDINGS_MODEL without SALIENT_EMBEDDINGS_URL needs ${packageName}. Install it: ONNXRUNTIME_NODE_INSTALL=skip npm install --prefix ${dataDir} ${packageName}`,
  )
}

function resolved(from: string): string | undefined {
  try {
    return createRequire(from).resolve(packageName)
  } catch {
    return undefined
  }
}
