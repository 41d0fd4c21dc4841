import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findSubjects } from './find-subjects.ts'
import { openSubjectModel, type SubjectFiles } from './subject-model.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../lexicons/${name}`, import.meta.url), 'utf8'))
const files: SubjectFiles = {
  tree: read('subjects.json'),
  words: read('subjects-words.json'),
  vectors: read('subjects-vectors.json'),
  blend: read('subjects-blend.json'),
}
const model = openSubjectModel(files)

function check(title: string, expected: readonly string[], language = 'en') {
  const labels = findSubjects({ title, language }, model).map(({ label }) => label)
  expect(labels, title).toEqual(expect.arrayContaining([...expected]))
  expect(labels[0], title).toBe(expected[0])
}

test('names the root first and the narrower subject beside it', () => {
  check('Velmora striker scores hat-trick in cup final', ['Sport', 'Soccer'])
  check('Tarn central bank raises interest rates as inflation climbs', [
    'Economy, business and finance',
    'Macro economics',
  ])
  check('Orr parliament votes on new election law', ['Politics'])
  check('Earthquake of magnitude six shakes the island of Orr', [
    'Disaster, accident and emergency incident',
    'Natural disaster',
  ])
})

test('reads other languages by their words', () => {
  check('El delantero de Velmora marca tres goles en la final', ['Sport'], 'es')
  check('Zentralbank von Tarn erhöht die Zinsen', ['Economy, business and finance', 'Macro economics'], 'de')
  check('Les députés de Velmora adoptent la loi électorale', ['Politics'], 'fr')
  check('Terremoto scuote Velmora, decine di feriti', ['Disaster, accident and emergency incident'], 'it')
  check('Cientistas de Tarn descobrem novo planeta', ['Science and technology'], 'pt')
  check('Politie van Orr houdt verdachte van moord aan', ['Crime, law and justice'], 'nl')
  check('В Вельморе ожидаются грозы и ливни, сообщили синоптики', ['Weather'], 'ru')
})

test('a subject never scores above its parent, and all scores lie in [0, 1]', () => {
  const words = ['bank', 'goal', 'murder', 'virus', 'film', 'recipe', 'storm', 'vote', 'rocket', 'school', 'the']
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (chosen) => {
      const found = findSubjects({ title: chosen.join(' '), language: 'en' }, model)
      const scores = new Map<string, number>(found.map(({ id, score }) => [id, score]))
      for (const { id, score } of found) {
        expect(score).toBeGreaterThan(0)
        expect(score).toBeLessThanOrEqual(1)
        const parent = files.tree.subjects.find(([subject]) => subject === id)?.[2]
        if (parent !== null && parent !== undefined) expect(scores.get(parent)).toBeGreaterThanOrEqual(score)
      }
    }),
  )
})

test('a vector decides where no word does', () => {
  const sport = files.vectors.subjects.indexOf('medtop:15000000')
  const embedding = model.vectors.slice(sport * model.dimensions, (sport + 1) * model.dimensions)
  const [first] = findSubjects({ title: 'Qwertz', language: 'en', embedding }, model)
  expect(first?.label).toBe('Sport')
})

test('says nothing where nothing speaks for any subject', () => {
  expect(findSubjects({ title: 'Qwertz', language: 'en' }, model)).toEqual([])
  expect(findSubjects({ title: '', language: 'xx' }, model)).toEqual([])
  expect(findSubjects({ title: 'Qwertz', language: 'en', embedding: new Float32Array(512) }, model)).toEqual([])
})
