import type { Feature } from '../feature.ts'

/** -1 for a story that is told in no language of which this reader has opened nothing though other languages are known; else 0. */
export const language: Feature = ({ candidate: { story } }, { profile: { languages } }) => {
  if (languages === undefined || languages.size === 0 || story.language === 'und') return 0
  if (languages.has(story.language)) return 0
  return Object.keys(story.inOtherLanguages ?? {}).some((other) => languages.has(other)) ? 0 : -1
}
