import { expect, test } from 'vitest'
import { decodePage } from './decode-page.ts'

const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

test.each([
  [
    'byte order mark over the header',
    Uint8Array.of(0xef, 0xbb, 0xbf, 0xc3, 0xa9),
    'text/html; charset=iso-8859-1',
    'é',
  ],
  ['header', latin('\xe9'), 'text/html; charset="windows-1252"', 'é'],
  ['meta', latin('<meta charset=iso-8859-2>\xb3'), undefined, '<meta charset=iso-8859-2>ł'],
  [
    'older meta',
    latin('<meta content="text/html; charset=windows-1251">\xcc'),
    undefined,
    '<meta content="text/html; charset=windows-1251">М',
  ],
  ['nothing said, UTF-8', new TextEncoder().encode('żółw'), undefined, 'żółw'],
  ['nothing said, not UTF-8', latin('caf\xe9'), 'text/html', 'café'],
  ['a name that nobody knows', latin('caf\xe9'), 'text/html; charset=klingon', 'café'],
])('%s', (_name, bytes, contentType, expected) => expect(decodePage(bytes, contentType)).toBe(expected))
