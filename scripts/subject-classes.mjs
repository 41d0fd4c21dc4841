// How the classes of two news collections map to subjects, and how well found subjects agree with them.
// The mapping is a neutral reading of the roots; a class that no subject means (video, kids) is left out.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), '..', 'shared', 'data', 'topics')

const classesOf = (name) => JSON.parse(readFileSync(new URL(`./classes/${name}.json`, import.meta.url), 'utf8'))

/** Narrow subjects that some finer classes name outright. */
const mindSports = {
  football_nfl: 'medtop:20000823',
  football_ncaa: 'medtop:20000823',
  baseball_mlb: 'medtop:20000849',
  basketball_nba: 'medtop:20000851',
  basketball_ncaa: 'medtop:20000851',
  icehockey_nhl: 'medtop:20000965',
  golf: 'medtop:20000940',
  soccer: 'medtop:20001065',
  racing: 'medtop:20000991',
}

export const collections = {
  agNews: { file: 'ag-news-dev.jsonl', finer: {}, ...classesOf('ag-news') },
  mindNews: { file: 'mind-news-2000.jsonl', finer: mindSports, ...classesOf('mind-news') },
}

/** As `salient understand` cuts what it embeds; the encoder reads about 90 words. */
const vectorCharacters = 700

/** Rows of a collection as `{ title, text, vectorText, wanted, finer? }`; none where the data is not on this machine. */
export function readCollection({ file, merged, roots, narrow, finer }) {
  const path = join(folder, file)
  if (!existsSync(path)) return []
  const classes = new Set([...Object.values(roots), ...Object.values(narrow)])
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ title, text, summary, category, subcategory }) => ({
      title,
      text: text ?? summary ?? '',
      vectorText: `${title}. ${text ?? summary ?? ''}`.slice(0, vectorCharacters),
      wanted: merged[category] ?? category,
      finer: finer[subcategory],
    }))
    .filter(({ wanted }) => classes.has(wanted))
}

/** How much of the score went to roots that mean the wanted class, directly or through a narrower one. */
export function scoreOfWanted(topics, wanted, { roots, narrow }) {
  return topics
    .filter(({ id }) => narrow[id] === wanted || roots[id] === wanted)
    .reduce((sum, { score }) => sum + score, 0)
}
