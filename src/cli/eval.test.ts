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
