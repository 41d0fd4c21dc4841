/** Runs in a worker thread: loads the sentence encoder once, then answers each request with its vectors, in one buffer. */
import { parentPort } from 'node:worker_threads'
import { openEncoder } from '../../pipeline/understand/embedding/encoder.ts'
import { readSentenceEncoderFiles } from '../../platform/models/sentence-encoder-files.ts'

export type EmbedRequest = { readonly id: number; readonly texts: readonly string[] }
export type EmbedAnswer = { readonly id: number; readonly vectors: readonly Float32Array<ArrayBuffer>[] }

const encode = openEncoder(await readSentenceEncoderFiles())

parentPort?.on('message', ({ id, texts }: EmbedRequest) => {
  const vectors = encode(texts)
  const answer: EmbedAnswer = { id, vectors }
  parentPort?.postMessage(
    answer,
    vectors.map(({ buffer }) => buffer),
  )
})
