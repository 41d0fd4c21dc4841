// How the classes of two news collections map to subjects, and how well found subjects agree with them.
// The mapping is a neutral reading of the roots; a class that no subject means (video, kids) is left out.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), '..', 'shared', 'data', 'topics')

/** Classes of a root, by the first two digits of its id. */
const agNews = {
  15: 'Sports',
  '04': 'Business',
  '09': 'Business',
  13: 'Sci/Tech',
  '06': 'Sci/Tech',
  ...Object.fromEntries(['02', '03', '11', '12', '14', '16'].map((root) => [root, 'World'])),
}
const mindNews = {
  15: 'sports',
  '04': 'finance',
  '09': 'finance',
  '07': 'health',
  17: 'weather',
  '01': 'entertainment',
  10: 'lifestyle',
  '08': 'lifestyle',
  ...Object.fromEntries(['02', '03', '05', '06', '11', '12', '13', '14', '16'].map((root) => [root, 'news'])),
}
/** Classes that are one subject below a root: cars and their enthusiasts, air transport and travel, food and restaurants. */
const mindNarrow = {
  'medtop:20000296': 'autos',
  'medtop:20000566': 'autos',
  'medtop:20000338': 'travel',
  'medtop:20000563': 'travel',
  'medtop:20000568': 'foodanddrink',
  'medtop:20000558': 'foodanddrink',
  'medtop:20000335': 'foodanddrink',
}
const mindMerged = { tv: 'entertainment', movies: 'entertainment', music: 'entertainment' }

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
  agNews: { file: 'ag-news-dev.jsonl', rootClasses: agNews, narrowClasses: {}, merged: {}, finer: {} },
  mindNews: {
    file: 'mind-news-2000.jsonl',
    rootClasses: mindNews,
    narrowClasses: mindNarrow,
    merged: mindMerged,
    finer: mindSports,
  },
}

/** As `salient understand` cuts what it embeds; the encoder reads about 90 words. */
const vectorCharacters = 700

/** Rows of a collection as `{ title, text, vectorText, wanted, finer? }`; none where the data is not on this machine. */
export function readCollection({ file, merged, rootClasses, narrowClasses, finer }) {
  const path = join(folder, file)
  if (!existsSync(path)) return []
  const classes = new Set([...Object.values(rootClasses), ...Object.values(narrowClasses)])
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

/** The class that found subjects mean: a narrow one where it carries half of the best score, else that of the best root. */
export function classOf(topics, { rootClasses, narrowClasses }) {
  const best = topics[0]?.score ?? 0
  const narrow = topics.find(({ id, score }) => narrowClasses[id] !== undefined && score >= best / 2)
  if (narrow !== undefined) return narrowClasses[narrow.id]
  const root = topics.find(({ id }) => id.endsWith('000000') && rootClasses[rootDigits(id)] !== undefined)
  return root === undefined ? 'none' : rootClasses[rootDigits(root.id)]
}

/** How much of the score went to roots that mean the wanted class, directly or through a narrower one. */
export function scoreOfWanted(topics, wanted, { rootClasses, narrowClasses }) {
  const narrow = topics.filter(({ id }) => narrowClasses[id] === wanted)
  const roots = topics.filter(({ id }) => id.endsWith('000000') && rootClasses[rootDigits(id)] === wanted)
  return [...narrow, ...roots].reduce((sum, { score }) => sum + score, 0)
}

function rootDigits(id) {
  return id.slice(7, 9)
}
