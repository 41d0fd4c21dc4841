/** The way back that a page offers for what its last form did, as a browser without scripts uses it. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { topics } from './sample-news.ts'
import { press, type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve()
})

afterAll(async () => {
  await serving.close()
})

test('a mute, a dial and the control of a reason can be taken back from where they lead', async () => {
  const dials = { ...serving.doors.state.dials }
  const mutes = serving.doors.state.mutes.length
  for (const [path, fields] of [
    ['/do/mute', { words: 'curling' }],
    ['/do/dials', { importantPersonal: '0.1', familiarExploring: '0.9', freshLasting: '0.3' }],
    ['/do/reads', { reads: 'fr' }],
  ] as const) {
    const done = await serving.submit(path, { back: '/you', ...fields })
    const { document } = await serving.page(done.headers.get('location') ?? '')
    await press(serving, document.querySelector('.notice button'))
  }
  expect(serving.doors.state.mutes).toHaveLength(mutes)
  expect(serving.doors.state.dials).toEqual(dials)
  expect(serving.doors.state.reads).toEqual([])
})

test('what is no longer followed or muted, and what was said of stories and names, can be taken back too', async () => {
  const { state } = serving.doors
  await serving.submit('/do/mute', { words: 'lottery', back: '/you' })
  const follow = JSON.stringify({ kind: 'topic', topicId: topics.corran.id })
  await serving.submit('/do/follow', { body: follow, back: '/you' })
  const before = [[...state.follows].sort(), state.mutes.map(({ label }) => label).sort(), state.merges.size]
  const taken = vi.spyOn(serving.doors, 'undoCorrection')
  for (const [path, fields, words] of [
    ['/do/unmute', { body: JSON.stringify({ id: 'mute-words-lottery' }) }, 'No longer muted.'],
    ['/do/unfollow', { body: follow }, 'You no longer follow it.'],
    ['/do/correct', { body: '{"kind":"apart","storyId":"strait","entryIds":["strait-4"]}' }, 'Noted.'],
    ['/do/merge-names', { alias: '/topic/entity:place:a', entity: '/topic/entity:place:b' }, 'Noted:'],
  ] as const) {
    const done = await serving.submit(path, { back: '/you', ...fields })
    const { document } = await serving.page(done.headers.get('location') ?? '')
    expect(document.querySelector('.notice')?.textContent).toContain(words)
    await press(serving, document.querySelector('.notice button'))
  }
  expect([[...state.follows].sort(), state.mutes.map(({ label }) => label).sort(), state.merges.size]).toEqual(before)
  expect(taken).toHaveBeenCalledTimes(1)
  taken.mockRestore()
})

test('an address that names another form offers no way back', async () => {
  const undo = encodeURIComponent(JSON.stringify({ action: 'erase-learned', body: {} }))
  const { document } = await serving.page(`/you?notice=dials&undo=${undo}`)
  expect(document.querySelector('.notice')?.textContent).toContain('dials')
  expect(document.querySelector('.notice button')).toBeNull()
})
