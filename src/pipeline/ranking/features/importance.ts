import type { Feature } from '../feature.ts'

/** Importance to everyone, in [0, 1]. */
export const importance: Feature = ({ row }, { columns }) => columns.importance(row)
