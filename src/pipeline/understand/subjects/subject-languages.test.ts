/** Subjects in other languages than English, on headlines that were written before the words that find them. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findSubjects } from './find-subjects.ts'
import { openSubjectModel, type SubjectFiles } from './subject-model.ts'

/** By the number of a subject, headlines with "|" before the sentence of text. */
type Headlines = Readonly<Record<'roots' | 'narrower' | 'alone', Readonly<Record<string, readonly string[]>>>>

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const lexicon = (name: string) => read(`../../../../lexicons/${name}.json`)
const files: SubjectFiles = {
  tree: lexicon('subjects'),
  words: lexicon('subjects-words'),
  vectors: lexicon('subjects-vectors'),
  blend: lexicon('subjects-blend'),
}
const model = openSubjectModel(files)

function rowsOf(language: string, kind: keyof Headlines) {
  const headlines: Headlines = read(`headlines/${language}.json`)
  return Object.entries(headlines[kind]).flatMap(([number, written]) =>
    written.map((line) => {
      const [title = '', text = ''] = line.split(' | ')
      const found = findSubjects({ title, text, language }, model).map(({ id }) => id.replace('medtop:', ''))
      return { number, line, found }
    }),
  )
}

test.each(
  ['es', 'de', 'fr', 'zh', 'ar'].flatMap((language) => [
    { language, kind: 'roots' as const, least: 0.85 },
    // Headlines without a sentence of text, written after the words and without a look at them.
    { language, kind: 'alone' as const, least: 0.75 },
  ]),
)('the root of a headline in $language is found ($kind)', ({ language, kind, least }) => {
  const rows = rowsOf(language, kind)
  const wrong = rows.filter(({ number, found }) => found[0] !== number)
  const share = 1 - wrong.length / rows.length
  process.stdout.write(`subjects in ${language} (${kind}): ${share.toFixed(3)} of ${rows.length}\n`)
  const told = wrong.map(({ number, line, found }) => `${number}: ${found.join(' ')} ${line}`).join('\n')
  expect(share, told).toBeGreaterThanOrEqual(least)
  expect(new Set(rows.map(({ number }) => number)).size).toBe(17)
})

test.each(['es', 'de', 'fr', 'zh', 'ar'])('narrower subjects are found in %s', (language) => {
  const missed = rowsOf(language, 'narrower').filter(({ number, found }) => !found.includes(number))
  expect(missed).toEqual([])
})

const rootOf = (title: string, language: string) => findSubjects({ title, language }, model)[0]?.label

test('in Chinese the longest word at a place counts', () => {
  expect(rootOf('主教练谈主教练', 'zh')).toBe('Sport')
  expect(rootOf('主教主持弥撒', 'zh')).toBe('Religion and belief')
})

test('in Arabic a word is known by itself, with its article, prepositions, vowel marks and other spellings', () => {
  const forms = ['زلزال', 'الزلزال', 'والزلزال', 'بزلزال', 'للزلزال', 'وبالزلزال', 'زِلْزَال', 'زلـــزال', 'زلزالهم']
  for (const form of forms) expect(rootOf(form, 'ar'), form).toBe('Disaster, accident and emergency incident')
  for (const form of ['أسهم', 'اسهم', 'الأسهم']) expect(rootOf(form, 'ar'), form).toBe('Economy, business and finance')
})

test('Chinese is read in traditional characters as in simplified ones', () => {
  expect(rootOf('立法會選舉投票結束', 'zh')).toBe('Politics')
  expect(rootOf('強烈颱風逼近,氣象局發布警報', 'zh')).toBe('Weather')
  expect(rootOf('醫院護士短缺,病人等候', 'zh')).toBe('Health')
})

test.each([
  ['صحيفة الشرق', 'ar', 'Health'],
  ['زيارة إلى الرياض', 'ar', 'Sport'],
  ['Hunderte kommen nach Orr', 'de', 'Human interest'],
  ['Un robot llega a Orr', 'es', 'Crime, law and justice'],
])('"%s" does not sound like what it begins with', (title, language, wrong) => {
  expect(rootOf(title, language)).not.toBe(wrong)
})
