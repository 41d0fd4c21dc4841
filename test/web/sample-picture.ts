/** A picture of hills for tests, drawn anew from a number: PNG bytes, no file. */
import { crc32, deflateSync } from 'node:zlib'

const width = 480
const height = 300

export function samplePicture(seed: number): Uint8Array {
  const hue = (seed * 47) % 360
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = colourAt(x, y, hue, seed)
      const at = y * (1 + width * 3) + 1 + x * 3
      rows[at] = red
      rows[at + 1] = green
      rows[at + 2] = blue
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function colourAt(x: number, y: number, hue: number, seed: number): [number, number, number] {
  const moon = Math.hypot(x - 370, y - 70 - (seed % 3) * 15) < 24
  if (moon) return rgb(hue + 40, 0.6, 0.92)
  let layer = 0
  for (let hill = 1; hill <= 5; hill++) {
    const top = 70 + hill * 38 + Math.sin(x / (70 + hill * 9) + seed * 1.7 + hill) * 22
    if (y > top) layer = hill
  }
  return layer === 0 ? rgb(hue, 0.34, 0.82) : rgb(hue + 36 - layer * 7, 0.15 + layer * 0.03, 0.75 - layer * 0.1)
}

function rgb(hue: number, saturation: number, light: number): [number, number, number] {
  const spread = saturation * Math.min(light, 1 - light)
  const part = (offset: number) => {
    const k = (offset + hue / 30) % 12
    return Math.round(255 * (light - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [part(0), part(8), part(4)]
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const framed = Buffer.alloc(8 + body.length)
  framed.writeUInt32BE(content.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), 4 + body.length)
  return framed
}
