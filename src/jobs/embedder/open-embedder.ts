import type { Embedder } from '../../domain/embedding.ts'
import type { Settings } from '../../domain/settings.ts'
import { sentenceEncoderModel } from '../../platform/models/sentence-encoder-files.ts'
import { openBuiltInEmbedder } from './built-in-embedder.ts'

/** The name under which the vectors of these settings are kept: those of two names are never compared. */
export function embeddingModelOf({ embeddings }: Pick<Settings, 'embeddings'>): string {
  return embeddings.kind === 'built-in' ? sentenceEncoderModel : `${embeddings.kind}:${embeddings.model}`
}

/** The embedder that the settings name: what stories and queries are compared by. `ending`: nobody waits for it any more. */
export async function openEmbedder(
  settings: Pick<Settings, 'embeddings' | 'dataDir' | 'allowPrivateNetworks'>,
  ending: AbortSignal,
): Promise<Embedder & AsyncDisposable> {
  const { embeddings, dataDir, allowPrivateNetworks } = settings
  switch (embeddings.kind) {
    case 'built-in':
      return await openBuiltInEmbedder()
    case 'url':
      return await (await import('./url-embedder.ts')).openUrlEmbedder({ ...embeddings, allowPrivateNetworks, ending })
    case 'transformers':
      return await (await import('./transformers-embedder.ts')).openTransformersEmbedder({ ...embeddings, dataDir })
  }
}
