/** For `like` and `ilike`: whatever holds these words as they are written. */
export function holding(words: string): string {
  return `%${words.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
}
