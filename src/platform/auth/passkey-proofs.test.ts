import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { provesMade, provesUsed } from './passkey-proofs.ts'

const expected = { challenge: 'Y2hhbGxlbmdl', origins: ['https://news.example'], host: 'news.example' }
const told = { type: 'webauthn.get', challenge: expected.challenge, origin: 'https://news.example', crossOrigin: false }
const pairs = {
  ES256: [-7, generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  EdDSA: [-8, generateKeyPairSync('ed25519')],
  RS256: [-257, generateKeyPairSync('rsa', { modulusLength: 2048 })],
} as const

const clientData = (changes: object = {}) => Buffer.from(JSON.stringify({ ...told, ...changes }))

function authenticatorData({ host = 'news.example', flags = 0x05, counter = 7 } = {}): Buffer {
  const rest = Buffer.alloc(5)
  rest.writeUInt8(flags, 0)
  rest.writeUInt32BE(counter, 1)
  return Buffer.concat([createHash('sha256').update(host).digest(), rest])
}

type Changes = { readonly told?: object; readonly data?: Parameters<typeof authenticatorData>[0] }

function used(name: keyof typeof pairs, { told: changes = {}, data: dataChanges = {} }: Changes = {}) {
  const [algorithm, { privateKey, publicKey }] = pairs[name]
  const client = clientData(changes)
  const data = authenticatorData(dataChanges)
  const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
  const proof = {
    clientData: client,
    authenticatorData: data,
    signature: sign(algorithm === -8 ? null : 'sha256', signed, privateKey),
  }
  const passkey = { publicKey: publicKey.export({ format: 'der', type: 'spki' }), algorithm, counter: 3 }
  return { proof, passkey }
}

describe('a passkey that is used', () => {
  test.each(['ES256', 'EdDSA', 'RS256'] as const)('proves it by %s', (name) => {
    const { proof, passkey } = used(name)
    expect(provesUsed(proof, passkey, expected)).toEqual({ counter: 7 })
  })

  test.each([
    ['another challenge', { told: { challenge: 'b3RoZXI' } }],
    ['the ceremony of making one', { told: { type: 'webauthn.create' } }],
    ['a page elsewhere', { told: { origin: 'https://news.example.evil.example' } }],
    ['a frame within a page elsewhere', { told: { crossOrigin: true } }],
    ['another host', { data: { host: 'evil.example' } }],
    ['nobody there', { data: { flags: 0x04 } }],
    ['somebody there who did not show who they are', { data: { flags: 0x01 } }],
    ['a counter that stands still', { data: { counter: 3 } }],
    ['a counter that began anew', { data: { counter: 0 } }],
  ])('proves nothing with %s', (_what, changes) => {
    const { proof, passkey } = used('ES256', changes)
    expect(provesUsed(proof, passkey, expected)).toBeUndefined()
  })

  test('may have a device that does not count', () => {
    const { proof, passkey } = used('ES256', { data: { counter: 0 } })
    expect(provesUsed(proof, { ...passkey, counter: 0 }, expected)).toEqual({ counter: 0 })
  })

  test('proves nothing when what was signed, or who signed, is another', () => {
    const { proof, passkey } = used('ES256')
    const longer = { ...proof, authenticatorData: Buffer.concat([proof.authenticatorData, Buffer.from([0])]) }
    expect(provesUsed(longer, passkey, expected)).toBeUndefined()
    expect(provesUsed(proof, { ...passkey, publicKey: used('RS256').passkey.publicKey }, expected)).toBeUndefined()
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' })
    expect(provesUsed(proof, { ...passkey, publicKey: other }, expected)).toBeUndefined()
    for (const bytes of [Buffer.alloc(0), Buffer.from('not json'), Buffer.from([0xff, 0xfe])])
      expect(provesUsed({ ...proof, clientData: bytes }, passkey, expected)).toBeUndefined()
    expect(provesUsed({ ...proof, authenticatorData: Buffer.alloc(36) }, passkey, expected)).toBeUndefined()
    expect(provesUsed({ ...proof, signature: Buffer.alloc(0) }, passkey, expected)).toBeUndefined()
  })
})

describe('a passkey that is made', () => {
  const made = (changes: object = {}) => {
    const { passkey } = used('ES256')
    const proof = {
      clientData: clientData({ type: 'webauthn.create', ...changes }),
      authenticatorData: authenticatorData(),
      publicKey: passkey.publicKey,
      algorithm: -7,
    }
    return proof
  }

  test('is taken with its counter', () => {
    expect(provesMade(made(), expected)).toEqual({ counter: 7 })
  })

  test('is not taken for another challenge, or with a key that signs otherwise than it says', () => {
    expect(provesMade(made({ challenge: 'b3RoZXI' }), expected)).toBeUndefined()
    expect(provesMade({ ...made(), algorithm: -257 }, expected)).toBeUndefined()
    expect(provesMade({ ...made(), algorithm: -65_535 }, expected)).toBeUndefined()
    expect(provesMade({ ...made(), publicKey: Buffer.from('no key') }, expected)).toBeUndefined()
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' })
    expect(provesMade({ ...made(), publicKey: small, algorithm: -257 }, expected)).toBeUndefined()
  })
})
