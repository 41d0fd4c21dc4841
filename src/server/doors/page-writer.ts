/**
 * Pages as the JSON that the API answers, for threads that make many of them. It reads like `pageView`'s, with images led
 * through the proxy and checked against the contract; what a card says to every reader alike is checked and written once.
 */
import type { StoredStory } from '../../platform/storage/story-cards.ts'
import { storyCardSchema } from '../api/contract.ts'
import { proxiedCard } from '../media/proxied.ts'
import type { MediaSigner } from '../media/signer.ts'
import { besideStories, type MadePage, type PageContext, shownOn } from './make-page.ts'
import { type CardForAll, cardForAll, cardForOne } from './story-card-view.ts'

const forAllSchema = storyCardSchema.partial()
/** A page takes about half of it. */
const roomAtFirst = 128 * 1024
/** UTF-8 takes at most so much for a unit of a string. */
const bytesPerUnit = 3

export class PageWriter {
  readonly #media: MediaSigner
  /** Their JSON without the brace that opens it, in UTF-8. */
  readonly #written = new WeakMap<CardForAll, Uint8Array>()
  /** Where pages are put together, one at a time. */
  #room = Buffer.allocUnsafeSlow(roomAtFirst)
  #end = 0

  constructor(media: MediaSigner) {
    this.#media = media
  }

  /** JSON in UTF-8, in a buffer of its own. */
  page(made: MadePage, context: PageContext): Uint8Array<ArrayBuffer> {
    const shown = shownOn(made)
    this.#end = 0
    this.#put(withoutEnd(besideStories(made, shown, context)), ',"stories":[')
    for (const [at, { stored, ...place }] of shown.entries()) {
      // Neither part is ever empty, and no field is in both.
      this.#put(at === 0 ? '' : ',', withoutEnd(cardForOne(stored, context.card, place)), ',')
      this.#putBytes(this.#forAll(stored))
    }
    this.#put(']}')
    return new Uint8Array(this.#room.subarray(0, this.#end))
  }

  #forAll(stored: StoredStory): Uint8Array {
    const card = cardForAll(stored)
    const known = this.#written.get(card)
    if (known !== undefined) return known
    const written = Buffer.from(JSON.stringify(forAllSchema.parse(proxiedCard(this.#media, card))).slice(1))
    this.#written.set(card, written)
    return written
  }

  #put(...texts: readonly string[]): void {
    for (const text of texts) {
      this.#need(text.length * bytesPerUnit)
      this.#end += this.#room.write(text, this.#end)
    }
  }

  #putBytes(bytes: Uint8Array): void {
    this.#need(bytes.length)
    this.#room.set(bytes, this.#end)
    this.#end += bytes.length
  }

  #need(bytes: number): void {
    if (this.#end + bytes <= this.#room.length) return
    const wider = Buffer.allocUnsafeSlow(2 * (this.#end + bytes))
    wider.set(this.#room.subarray(0, this.#end))
    this.#room = wider
  }
}

/** JSON of an object, open for more. */
function withoutEnd(value: object): string {
  return JSON.stringify(value).slice(0, -1)
}
