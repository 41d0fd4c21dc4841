import type { Story } from '../../domain/story.ts'

/**
 * The story as it is told to who reads these languages: in the first of them that it is told in where its own is none of them; the
 * very same object else, and where all are read.
 */
export function toldIn<Told extends Pick<Story, 'language' | 'headline' | 'keyPoints' | 'inOtherLanguages'>>(
  story: Told,
  reads: readonly string[],
): Told {
  const { language, inOtherLanguages } = story
  if (inOtherLanguages === undefined || reads.length === 0 || reads.includes(language)) return story
  for (const read of reads) {
    const telling = inOtherLanguages[read]
    if (telling !== undefined) return { ...story, ...telling, language: read }
  }
  return story
}
