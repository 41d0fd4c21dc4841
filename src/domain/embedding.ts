/**
 * Turns texts into vectors. `model` names weights and version together: vectors of two models are never compared.
 * Vectors are Float32Array[dimensions], L2-normalised. May run in a worker thread; keeps the order of its input.
 */
export type Embedder = {
  readonly model: string
  readonly dimensions: number
  readonly embed: (texts: readonly string[]) => Promise<Float32Array[]>
}
