import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { Terminal } from './command.ts'
import { evaluate } from './eval.ts'

async function run(...args: string[]): Promise<{ code: number; out: string; problem: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  // The command reads neither settings nor input.
  const terminal = { stdout, stderr } as unknown as Terminal
  const ended = evaluate.run(args, terminal).finally(() => {
    stdout.end()
    stderr.end()
  })
  const [code, out, problem] = await Promise.all([ended, text(stdout), text(stderr)])
  return { code, out, problem }
}

async function fileOf(name: string, content: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'salient-eval-')), name)
  await writeFile(path, content)
  return path
}

function rows(...all: readonly object[]): string {
  return all.map((row) => JSON.stringify(row)).join('\n')
}

describe('salient eval', () => {
  it('says what it can measure', async () => {
    await expect(run('weather', 'file')).rejects.toThrow(/rank, stories/)
    await expect(run('stories')).rejects.toThrow(/a file/)
  })

  it('says when a file holds nothing to measure', async () => {
    const { code, problem } = await run('stories', await fileOf('none.jsonl', rows({ title: 'Harbour opens' })))
    expect({ code, problem }).toMatchObject({ code: 1, problem: expect.stringContaining('"story"') })
  })

  it('names the lines that are not JSON, and measures the others', async () => {
    const story = { title: 'Crack in sea wall shuts quay', publishedAt: '2030-01-01T10:00:00Z', story: 'wall' }
    const named = { text: 'Mayor Ada Quillfeather flew to Norway.', names: [{ name: 'Norway', kind: 'place' }] }
    const topic = { title: 'Football cup final', text: 'The football club won the cup.', subject: 'medtop:15000000' }
    const ranked = {
      candidates: [
        { id: 'a', title: 'Football cup final' },
        { id: 'b', title: 'Crack in sea wall' },
      ],
      history: [{ title: 'Football club wins' }],
      now: '2030-01-01T10:00:00Z',
      clicked: ['a'],
    }
    for (const [what, row] of Object.entries({ stories: story, entities: named, topics: topic, rank: ranked })) {
      const file = await fileOf(`${what}.jsonl`, `${JSON.stringify(row)}\n\n{broken\n[1]\n`)
      const { code, out, problem } = await run(what, file)
      expect([what, code, out]).toEqual([what, 3, expect.stringMatching(/^1 (rows|texts)/)])
      expect(problem).toContain(`${file}: line 3 is not JSON: `)
      expect(problem).toContain(`${file}: line 4 is no JSON object: `)
    }
    const many = await run('stories', await fileOf('many.jsonl', JSON.stringify(story) + '\n{broken'.repeat(9)))
    expect([many.code, many.problem.match(/is not JSON/g)?.length]).toEqual([3, 5])
    expect(many.problem).toContain('9 lines in all are passed over')
    const none = await run('stories', await fileOf('broken.jsonl', '{broken\n'))
    expect([none.code, none.out, none.problem]).toEqual([1, '', expect.stringContaining('line 1 is not JSON')])
  })

  it('says how many rows tell nothing of what is right, and why', async () => {
    const story = { title: 'Crack in sea wall shuts quay', publishedAt: '2030-01-01T10:00:00Z', story: 'wall' }
    const words = { title: 'Football cup final', text: 'The football club of Norway won the cup.' }
    const candidates = [
      { id: 'a', title: 'Football cup final' },
      { id: 'b', title: 'Crack in sea wall' },
    ]
    const said: readonly [what: string, rows: readonly object[], why: readonly string[]][] = [
      [
        'stories',
        [story, words, { story: 'wall' }],
        ['1 row is passed over: without a "story"', '1 row is passed over: without words'],
      ],
      [
        'topics',
        [{ ...words, subject: 'medtop:15000000' }, words, words],
        ['2 rows are passed over: without a "subject"'],
      ],
      [
        'entities',
        [{ ...words, names: [{ name: 'Norway', kind: 'place' }] }, words],
        ['1 row is passed over: without "names"'],
      ],
      [
        'rank',
        [{ candidates, clicked: ['a'] }, { candidates }, { clicked: ['a'] }, { candidates, clicked: [] }],
        [
          'without a list of "candidates"',
          'without a list of what was "clicked"',
          '1 row is passed over: with nothing or everything clicked',
        ],
      ],
    ]
    for (const [what, given, why] of said) {
      const { code, out, problem } = await run(what, await fileOf(`${what}.jsonl`, rows(...given)), '--json')
      expect([what, code, JSON.parse(out).passedOver]).toEqual([what, 0, given.length - 1])
      for (const words of why) expect(problem).toContain(words)
    }
    const page = { page: { id: 'p', reader: 'r', madeAt: '2030-01-01T10:00:00Z', model: 'm' }, items: [], signals: [] }
    const pages = await run('rank', await fileOf('pages.jsonl', rows(page)))
    expect(pages.problem).toContain('1 row is passed over: on which nothing was opened')
    const log = await fileOf('behaviors.tsv', '1\tU1\tnever\t\tN1-1 N2-0\n')
    await writeFile(join(log, '..', 'news.tsv'), 'N1\tsport\tcup\tFootball cup final\n')
    expect((await run('rank', log)).problem).toContain('1 row is passed over: without a time, or articles')
  })

  it('measures nothing where no row tells two candidates apart, or no name is of a kind that is compared', async () => {
    const candidates = [{ id: 'a', title: 'Football cup final' }]
    const ranked = await run('rank', await fileOf('rank.jsonl', rows({ candidates, clicked: ['a'] })))
    expect([ranked.code, ranked.out]).toEqual([1, ''])
    expect(ranked.problem).toContain('some were clicked and some were not')
    const named = await run(
      'entities',
      await fileOf('names.jsonl', rows({ text: 'To Oslo.', names: [{ name: 'Oslo', kind: 'city' }] })),
    )
    expect([named.code, named.out]).toEqual([1, ''])
    expect(named.problem).toContain('names no person, organisation, place; its kinds are city')
  })

  it('says in words which file cannot be read or written, before anything is measured', async () => {
    const file = await fileOf('stories.jsonl', rows({ title: 'Harbour opens', story: 'harbour' }))
    await expect(run('stories', `${file}.none`)).rejects.toThrow(`${file}.none: there is no such file`)
    await expect(run('stories', join(file, '..'))).rejects.toThrow('this is a folder')
    await expect(run('stories', file, '--report', '/none/such/report.html')).rejects.toThrow('no folder /none/such')
    await expect(run('stories', file, '--classes', file)).rejects.toThrow('--classes is for topics')
    const topics = await run('topics', file, '--classes', await fileOf('prose.txt', 'no JSON'))
    expect([topics.code, topics.problem]).toEqual([1, expect.stringContaining('prose.txt is no file of classes')])
  })

  it('reads every row of a file that begins with a byte order mark, and keeps its columns apart', async () => {
    const story = { title: 'Crack in sea wall shuts quay', publishedAt: '2030-01-01T10:00:00Z', story: 'wall' }
    const { code, out, problem } = await run('stories', await fileOf('mark.jsonl', `\uFEFF${rows(story, story)}\r\n`))
    expect({ code, problem }).toEqual({ code: 0, problem: '' })
    expect(out).toContain('100.0 [100.0, 100.0]  100.0')
  })

  it('measures stories, and names the worst mistakes in the report', async () => {
    const file = await fileOf(
      'stories.jsonl',
      rows(
        { title: 'Crack in sea wall shuts Velmora quay', publishedAt: '2030-01-01T10:00:00Z', story: 'wall' },
        { title: 'Crack in sea wall shuts quay at Velmora', publishedAt: '2030-01-01T11:00:00Z', story: 'wall' },
        { title: 'Kolvane wins third Brask tennis title', publishedAt: '2030-01-01T10:30:00Z', story: 'tennis' },
        { title: 'A <b>trophy</b> for the seaside town', publishedAt: '2030-01-01T12:00:00Z', story: 'tennis' },
      ),
    )
    const report = `${file}.html`
    const { code, out } = await run('stories', file, '--json', '--report', report)
    expect(code).toBe(0)
    // Three of four entries have all their companions but one pair has not: recall is (1 + 1 + ½ + ½) / 4.
    expect(JSON.parse(out)).toMatchObject({
      rows: 4,
      stories: 2,
      final: { precision: { mean: 1 }, recall: { mean: 0.75 }, f1: { mean: expect.closeTo(0.857, 3) } },
    })
    const page = await readFile(report, 'utf8')
    expect(page).toContain('Kolvane wins third Brask tennis title · A &lt;b&gt;trophy&lt;/b&gt; for the seaside town')
    expect(page.match(/<svg /g)?.length).toBe(3)
    expect((await run('stories', file)).out).toMatch(/^4 rows +precision +recall +B-cubed F1\nin the end +100\.0 \[/)
  })

  it('measures names in rows and in columns alike', async () => {
    const text = 'Mayor Ada Quillfeather flew to Norway on Monday.'
    const names = [
      { name: 'Ada Quillfeather', kind: 'person' },
      { name: 'Norway', kind: 'place' },
      { name: 'Monday', kind: 'organisation' },
    ]
    const inRows = await fileOf('names.jsonl', rows({ text, names }))
    const report = `${inRows}.html`
    const measured = JSON.parse((await run('entities', inRows, '--json', '--report', report)).out)
    expect(measured).toMatchObject({
      texts: 1,
      all: { precision: { mean: 1 }, recall: { mean: expect.closeTo(2 / 3) } },
    })
    expect(await readFile(report, 'utf8')).toContain('<td class="words">Monday</td><td class="words">organisation</td>')
    const columns = 'Mayor O\nAda B-PER\nQuillfeather I-PER\nflew O\nto O\nNorway B-LOC\non O\nMonday B-ORG\n. O\n'
    const inColumns = JSON.parse((await run('entities', await fileOf('names.txt', columns), '--json')).out)
    expect(inColumns.all).toEqual(measured.all)
  })

  it('measures subjects by themselves, or by the classes that they mean', async () => {
    const sport = {
      title: 'Kolvane beats Brask on penalties in the football cup final',
      text: 'The goalkeeper saved two penalties as the football club won the cup in front of its fans at the stadium.',
    }
    const health = {
      title: 'Hospital doctors test a vaccine against marsh fever',
      text: 'Patients in three hospitals were given the vaccine; doctors say that the disease spreads more slowly.',
    }
    const bySubject = await fileOf(
      'subjects.jsonl',
      rows({ ...sport, subject: 'medtop:15000000' }, { ...health, subject: 'medtop:07000000' }),
    )
    expect(JSON.parse((await run('topics', bySubject, '--json')).out)).toMatchObject({ rows: 2, accuracy: { mean: 1 } })
    const classes = await fileOf(
      'classes.json',
      JSON.stringify({
        roots: { 'medtop:15000000': 'play', 'medtop:07000000': 'wellness' },
        merged: { games: 'play' },
      }),
    )
    const byClass = await fileOf(
      'classed.jsonl',
      rows({ ...sport, category: 'games' }, { ...health, category: 'play' }, { ...health, category: 'unknown' }),
    )
    const report = `${byClass}.html`
    const { out } = await run('topics', byClass, '--classes', classes, '--json', '--report', report)
    expect(JSON.parse(out)).toMatchObject({ rows: 2, accuracy: { mean: 0.5 }, classes: [{ name: 'play', rows: 2 }] })
    expect(await readFile(report, 'utf8')).toContain('Hospital doctors test a vaccine')
    expect((await run('topics', byClass)).problem).toContain('--classes')
  })
})
