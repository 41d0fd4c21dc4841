import type { Feature } from '../feature.ts'
import { alongTaste } from '../scene.ts'

/** Mean similarity to all that was opened, recent opens counting more, in about [-0.3, 0.3]. */
export const relevance: Feature = alongTaste
