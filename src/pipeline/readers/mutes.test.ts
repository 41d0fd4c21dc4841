import { describe, expect, test } from 'vitest'
import type { SourceId, TopicId } from '../../domain/ids.ts'
import type { Mute } from '../../domain/reader.ts'
import { compileMutes } from './mutes.ts'

const words = (phrase: string, rest: Partial<Mute> = {}): Mute => ({
  what: { kind: 'words', words: phrase },
  strength: 'none',
  ...rest,
})
const subject = (title: string, sources: readonly string[] = []) => ({
  title,
  topics: [{ id: 'query:boats' as TopicId }],
  sourceIds: sources.map((id) => id as SourceId),
})
const mutes = (phrase: string, title: string): boolean => compileMutes([words(phrase)], 0).isMuted(subject(title))

describe('words', () => {
  test.each([
    ['ferry', 'FERRY sinks off Aldmoor', true],
    ['ferry', 'Ferryman wins the cup', false],
    ['royal wedding', 'A Royal  Wedding, at last', true],
    ['royal wedding', 'Wedding royal', false],
    ['straße', 'Bauarbeiten in der STRASSE', true],
    ['café', 'Cafe\u0301 closes', true],
    ['οδός', 'Η ΟΔΌΣ έκλεισε', true],
    ['выборы', 'Выборы перенесены', true],
    ['选举', '该国选举推迟', true],
    ['アニメ', '新作アニメ公開', true],
    ['アニメ', '新作アニメーション公開', false],
    ['انتخابات', 'تأجيل انتخابات البلدية', true],
    ['Bundesverfassungsgericht', 'Das Bundes\u00adverfassungs\u00adgericht urteilt', true],
    ['Bundes\u00adverfassungs\u00adgericht', 'Das Bundesverfassungsgericht urteilt', true],
    ['محمد', 'قال مُحَمَّد اليوم', true],
    ['مُحَمَّد', 'قال محمد اليوم', true],
    ['انتخابات', 'تأجيل انتخـــابات البلدية', true],
    ['istanbul', 'İstanbul’da deprem', true],
    ['İSTANBUL', 'Quake in Istanbul', true],
    ['don’t look', "Don't look up", true],
    ['', 'Anything', false],
    ['…', 'Anything …', false],
  ])('%s in %s: %s', (phrase, title, expected) => {
    expect(mutes(phrase, title)).toBe(expected)
  })

  test('a phrase does not run from the title into a key point', () => {
    const compiled = compileMutes([words('storm warning')], 0)
    expect(compiled.isMuted({ ...subject('After the storm'), keyPoints: ['Warning lifted'] })).toBe(false)
    expect(compiled.isMuted({ ...subject('Coast'), keyPoints: ['A storm warning was lifted'] })).toBe(true)
  })

  test('ten thousand mutes that begin alike match like one', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => words(`the team ${n}`))
    const compiled = compileMutes(many, 0)
    expect(compiled.isMuted(subject('Yesterday the team 9999 won'))).toBe(true)
    expect(compiled.isMuted(subject('Yesterday the team 10001 won'))).toBe(false)
  })
})

test('a mute ends by itself', () => {
  const mute = words('ferry', { untilMs: 100 })
  expect(compileMutes([mute], 99).isMuted(subject('Ferry late'))).toBe(true)
  expect(compileMutes([mute], 100).isMuted(subject('Ferry late'))).toBe(false)
})

test('less counts against and does not mute', () => {
  const compiled = compileMutes([words('ferry', { strength: 'less' })], 0)
  expect(compiled.isMuted(subject('Ferry late'))).toBe(false)
  expect(compiled.countsAgainst(subject('Ferry late'))).toBe(1)
  expect(compiled.countsAgainst(subject('Train late'))).toBe(0)
})

test('each thing that there should be less of counts, an outlet by its part of the reports', () => {
  const topic: Mute = { what: { kind: 'topic', topicId: 'query:boats' as TopicId, label: '' }, strength: 'less' }
  const source: Mute = { what: { kind: 'source', sourceId: 'one' as SourceId, label: '' }, strength: 'less' }
  const late = subject('Ferry late', ['one', 'two', 'three', 'four'])
  expect(compileMutes([source], 0).countsAgainst(late)).toBe(0.25)
  expect(compileMutes([source, topic, words('ferry', { strength: 'less' })], 0).countsAgainst(late)).toBe(2.25)
})

test('topics are muted outright, a source where it alone reports', () => {
  const topic: Mute = { what: { kind: 'topic', topicId: 'query:boats' as TopicId, label: '' }, strength: 'none' }
  const source: Mute = { what: { kind: 'source', sourceId: 'one' as SourceId, label: '' }, strength: 'none' }
  expect(compileMutes([topic], 0).isMuted(subject('Ferry late'))).toBe(true)
  const compiled = compileMutes([source], 0)
  expect(compiled.isMuted(subject('Ferry late', ['one']))).toBe(true)
  expect(compiled.isMuted(subject('Ferry late', ['one', 'two']))).toBe(false)
})
