/** Pictures for the sample news: layered hills under a sun, drawn from a seed and written as PNG (ISO/IEC 15948). */
import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

export const landscapeWidth = 960
export const landscapeHeight = 600
const layers = 5

type Colour = readonly [number, number, number]

/** The same seed always gives the same picture. About 15 kB. */
export function landscape(seed: string): Buffer {
  const digest = createHash('sha256').update(seed).digest()
  const number = (at: number): number => (digest[at % digest.length] ?? 0) / 255
  const hue = number(0) * 360
  const sky = colour(hue + 180, 0.35, 0.8)
  const hills = Array.from({ length: layers }, (_, n) => ({
    colour: colour(hue + n * 9, 0.32, 0.66 - n * 0.11),
    heights: ridge(0.34 + n * 0.13, 0.1, [number(3 * n + 1), number(3 * n + 2), number(3 * n + 3)]),
  }))
  const sun = {
    x: landscapeWidth * (0.2 + 0.6 * number(20)),
    y: landscapeHeight * 0.2,
    radius: 44,
    colour: colour(hue + 40, 0.5, 0.92),
  }
  const rows = Buffer.alloc(landscapeHeight * (1 + landscapeWidth * 3))
  for (let y = 0, at = 0; y < landscapeHeight; y += 1) {
    at += 1
    for (let x = 0; x < landscapeWidth; x += 1, at += 3) {
      const inSun = (x - sun.x) ** 2 + (y - sun.y) ** 2 < sun.radius ** 2
      let pixel: Colour = inSun ? sun.colour : sky
      for (const hill of hills) if (y > (hill.heights[x] ?? 0)) pixel = hill.colour
      rows[at] = pixel[0]
      rows[at + 1] = pixel[1]
      rows[at + 2] = pixel[2]
    }
  }
  return png(rows)
}

/** The height of a ridge at each column: two slow waves and a quicker one. */
function ridge(level: number, swing: number, [a = 0, b = 0, c = 0]: readonly number[]): number[] {
  return Array.from({ length: landscapeWidth }, (_, x) => {
    const at = (x / landscapeWidth) * Math.PI * 2
    const wave =
      Math.sin(at * (0.7 + a) + b * 6) + 0.5 * Math.sin(at * (1.6 + b) + c * 6) + 0.2 * Math.sin(at * 4 + a * 6)
    return landscapeHeight * (level + (swing * wave) / 1.7)
  })
}

/** Hue in degrees, saturation and lightness in [0, 1], as red, green and blue. */
function colour(hue: number, saturation: number, lightness: number): Colour {
  const part = (n: number): number => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12
    const reach = saturation * Math.min(lightness, 1 - lightness)
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [part(0), part(8), part(4)]
}

function png(rows: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(landscapeWidth, 0)
  header.writeUInt32BE(landscapeHeight, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(body.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([frame, named, sum])
}
