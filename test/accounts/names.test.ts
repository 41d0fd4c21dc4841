/** No door lets a reader or a token in under a name that could forge a line of a list. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReaderId } from '../../src/domain/ids.ts'
import { openAuth } from '../../src/platform/auth/open-auth.ts'
import { makeLink } from '../../src/platform/storage/accounts.ts'
import { createReader, listReaders } from '../../src/platform/storage/readers.ts'
import { accountDoors } from '../../src/server/doors/account-doors.ts'
import { openWork, type TestWork } from '../harness/work.ts'

const forged = 'eve (operator): a password\nzed'
const password = 'correct horse battery'
const arrival = { cookie: '', userAgent: 'a browser', token: undefined, address: '127.0.0.1', atHome: true }
const refused = { refused: { code: 'name-unfit', message: expect.any(String) } }
let held: TestWork
let doors: ReturnType<typeof accountDoors>

beforeAll(async () => {
  held = await openWork()
  const baseUrl = 'http://127.0.0.1:8080'
  doors = accountDoors(held.work, {
    forgetPages: async () => {},
    auth: openAuth(held.work.db, { secret: 'a secret of the test, long enough', baseUrl, report: () => {} }),
    bus: { subscribe: () => () => {}, close: async () => {} },
    baseUrl: () => baseUrl,
    signUp: 'open',
  })
})

afterAll(async () => await held[Symbol.asyncDispose]())

test('the first run, open sign-up, an invitation and the terminal refuse it', async () => {
  const { db } = held.work
  expect(await doors.createFirstReader(forged, arrival, undefined)).toEqual(refused)
  expect(await doors.enter({ key: undefined, name: forged, password }, arrival)).toEqual(refused)
  expect(await createReader(db, { id: randomUUID() as ReaderId, name: forged })).toEqual(refused.refused)
  expect(await listReaders(db)).toEqual([])

  const first = await doors.createFirstReader('Mira', arrival, undefined)
  const madeBy = 'reader' in first ? first.reader.id : undefined
  expect(madeBy).toBeDefined()
  // The invitation is not used up by it.
  const key = await makeLink(db, { ...(madeBy && { madeBy }), expiresAt: new Date(Date.now() + 60_000) })
  expect(await doors.enter({ key, name: forged, password }, arrival)).toEqual(refused)
  const entered = await doors.enter({ key, name: 'Eve', password }, arrival)
  expect(entered).toMatchObject({ reader: { name: 'Eve' } })
  if ('reader' in entered) expect(await doors.makeToken(entered.reader, forged)).toEqual(refused)
})

test('of two who enter at once with one link one is let in; with one name, the other link is not used up', async () => {
  const { db } = held.work
  const [operator] = await listReaders(db)
  const link = async () =>
    await makeLink(db, { ...(operator && { madeBy: operator.id }), expiresAt: new Date(Date.now() + 60_000) })
  const enter = async (key: string, name: string) => await doors.enter({ key, name, password }, arrival)
  const key = await link()
  const two = await Promise.all([enter(key, 'Ida'), enter(key, 'Ode')])
  expect(two.filter((one) => 'reader' in one)).toHaveLength(1)
  expect(two).toContainEqual({ refused: { code: 'link-unknown', message: expect.any(String) } })

  const keys = [await link(), await link()]
  const same = await Promise.all(keys.map(async (each) => await enter(each, 'Uma')))
  expect(same.filter((one) => 'reader' in one)).toHaveLength(1)
  expect(same).toContainEqual({ refused: { code: 'reader-exists', message: expect.stringContaining('"Uma"') } })
  const left = keys[same.findIndex((one) => 'refused' in one)] ?? ''
  expect(await enter(left, 'Una')).toMatchObject({ reader: { name: 'Una' } })
})

test('the present password is not found by trying in an open session', async () => {
  const entered = await doors.enter({ key: undefined, name: 'Ann', password }, { ...arrival, address: '192.0.2.1' })
  if ('refused' in entered) throw new Error(entered.refused.message)
  const asker = { reader: entered.reader, isOperator: false, by: { kind: 'alone' } } as const
  const change = async (current: string) =>
    await doors.setPassword(asker, { current, next: 'another good one' }, { ...arrival, address: '192.0.2.2' })
  const tried = await Promise.all(Array.from({ length: 12 }, async (_, n) => await change(`guess ${n}`)))
  const codes = tried.map((answer) => ('refused' in answer ? answer.refused.code : 'changed'))
  expect(codes.filter((code) => code === 'sign-in-wrong')).toHaveLength(10)
  expect(codes.filter((code) => code === 'sign-in-too-often')).toHaveLength(2)
  expect(await change(password)).toMatchObject({ refused: { code: 'sign-in-too-often' } })
})
