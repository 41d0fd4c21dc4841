import type { Feature } from '../feature.ts'

/** -1 for a story in a language of which this reader has opened nothing though other languages are known; else 0. */
export const language: Feature = ({ candidate: { story } }, { profile: { languages } }) => {
  if (languages === undefined || languages.size === 0 || story.language === 'und') return 0
  return languages.has(story.language) ? 0 : -1
}
