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

export class PageWriter {
  readonly #media: MediaSigner
  /** Their JSON without the brace that opens it. */
  readonly #written = new WeakMap<CardForAll, string>()

  constructor(media: MediaSigner) {
    this.#media = media
  }

  page(made: MadePage, context: PageContext): string {
    const shown = shownOn(made)
    const cards = shown.map(({ stored, ...place }) => {
      // Neither part is ever empty, and no field is in both.
      const forOne = JSON.stringify(cardForOne(stored, context.card, place))
      return `${forOne.slice(0, -1)},${this.#forAll(stored)}`
    })
    const beside = JSON.stringify(besideStories(made, shown, context))
    return `${beside.slice(0, -1)},"stories":[${cards.join(',')}]}`
  }

  #forAll(stored: StoredStory): string {
    const card = cardForAll(stored)
    const known = this.#written.get(card)
    if (known !== undefined) return known
    const written = JSON.stringify(forAllSchema.parse(proxiedCard(this.#media, card))).slice(1)
    this.#written.set(card, written)
    return written
  }
}
