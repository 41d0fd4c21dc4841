import type { Properties } from 'hast'
import { absoluteUrl } from './web-address.ts'

/** Where scripts that load pictures late keep the address, best first; hast spells `data-src` as `dataSrc`. */
const lateSources = [
  'dataSrc',
  'dataOriginal',
  'dataLazySrc',
  'dataLazy',
  'dataFullSrc',
  'dataHiResSrc',
  'dataImage',
  'dataUrl',
  'dataSrcLarge',
]
const lateSets = ['dataSrcSet', 'dataSrcset', 'dataLazySrcset', 'dataOriginalSet']

/** A picture's attributes with absolute addresses, late-loading ones resolved; undefined when none can be loaded. */
export function placeImage(properties: Properties, baseUrl: string): Properties | undefined {
  const late = first(properties, lateSources, baseUrl)
  const own = isPlaceholder(properties['src']) ? undefined : absoluteUrl(properties['src'], baseUrl)
  const srcSet = absoluteSet([...lateSets, 'srcSet'].map((name) => properties[name]).find(isUsableSet), baseUrl)
  const src = late ?? own ?? srcSet[0]?.split(' ')[0]
  if (src === undefined) return undefined
  const { alt, title } = properties
  return {
    src,
    ...(srcSet.length === 0 ? {} : { srcSet: srcSet.join(', ') }),
    alt: typeof alt === 'string' ? alt : '',
    ...(typeof title === 'string' ? { title } : {}),
    ...lengthOf(properties, 'width'),
    ...lengthOf(properties, 'height'),
    loading: 'lazy',
  }
}

function first(properties: Properties, names: readonly string[], baseUrl: string): string | undefined {
  for (const name of names) {
    const value = properties[name]
    if (typeof value !== 'string' || isPlaceholder(value)) continue
    if (!/^(https?:)?\/|\.(jpe?g|png|webp|gif|avif)/i.test(value)) continue
    const url = absoluteUrl(value, baseUrl)
    if (url !== undefined) return url
  }
  return undefined
}

function isPlaceholder(src: unknown): boolean {
  if (typeof src !== 'string' || src.trim() === '') return true
  return (
    /^\s{0,9}(data|blob|about|javascript):/i.test(src) ||
    /(^|\/)(blank|spacer|placeholder|transparent|lazy|loading|pixel)[\w-]{0,20}\.(gif|png|svg|jpg)/i.test(src)
  )
}

function isUsableSet(set: unknown): set is string | readonly string[] {
  return (
    (typeof set === 'string' && set.trim() !== '' && !/^\s{0,9}data:/i.test(set)) ||
    (Array.isArray(set) && set.length > 0)
  )
}

/** At most this many candidates of one picture are kept. */
const candidatesMax = 12

function absoluteSet(set: unknown, baseUrl: string): string[] {
  if (!isUsableSet(set)) return []
  const listed = typeof set === 'string' ? set.split(/,\s+|,(?=https?:|\/\/)/) : set
  const placed: string[] = []
  for (const candidate of listed.slice(0, candidatesMax)) {
    const [address, size] = String(candidate).trim().split(/\s+/, 2)
    const url = absoluteUrl(address, baseUrl)
    if (url === undefined || url.includes(',')) continue
    placed.push(size !== undefined && /^\d{1,5}(\.\d{1,3})?[wx]$/.test(size) ? `${url} ${size}` : url)
  }
  return placed
}

function lengthOf(properties: Properties, name: 'width' | 'height'): Properties {
  const value = Number(properties[name])
  return Number.isInteger(value) && value > 0 && value < 20_000 ? { [name]: value } : {}
}

/** Pictures that are there to count readers: one or two pixels in size, or addresses that say so. */
export function isTrackingPixel(properties: Properties): boolean {
  const { width, height } = properties
  if (isTiny(width) || isTiny(height)) return true
  const style = properties['style']
  if (typeof style === 'string' && /(width|height)\s{0,3}:\s{0,3}[0-2](px)?\s{0,3}(;|$|!)/i.test(style)) return true
  const src = properties['src']
  if (typeof src !== 'string') return false
  return /[/?&._-](1x1|pixel|beacon|tracking|trackingpixel|webbug|matomo\.php|piwik\.php|b\.gif|count\.gif|vgwort)([/?&._=-]|$)|\/~(r|ff|at)\/|\/\/(vg\d{2}\.met\.vgwort|pixel\.|stats\.|counter\.|track\.|metrics\.|analytics\.)/i.test(
    src.slice(0, 500),
  )
}

function isTiny(length: unknown): boolean {
  const value = typeof length === 'string' ? Number.parseFloat(length) : length
  return typeof value === 'number' && value <= 2
}
