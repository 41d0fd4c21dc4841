/** What was read of a word, with the word as it was found. */
type Page = { readonly word: string }

/** Slots at the start, a power of two. */
const slotsMin = 1024

/**
 * What is known of words, found by their place in a text: a word met before is neither cut out nor made a key, which for
 * short words costs more than all that is asked of them.
 */
export class WordBook<Known extends Page> {
  readonly #read: (word: string) => Known
  readonly #wordsMax: number
  #pages: (Known | undefined)[] = Array.from({ length: slotsMin })
  #held = 0

  /** `read` is asked once a word, until `wordsMax` are known; then all are forgotten, and read again when they are met. */
  constructor(read: (word: string) => Known, wordsMax: number) {
    this.#read = read
    this.#wordsMax = wordsMax
  }

  /** What is known of the word that stands in the text from `start` up to, not including, `end`. */
  at(text: string, start: number, end: number): Known {
    const slot = this.#slotOf(text, start, end)
    return this.#pages[slot] ?? this.#write(slot, text.slice(start, end))
  }

  #write(slot: number, word: string): Known {
    const page = this.#read(word)
    if (this.#held >= this.#wordsMax) this.#empty(slotsMin)
    else if (2 * (this.#held + 1) <= this.#pages.length) {
      this.#pages[slot] = page
      this.#held += 1
      return page
    } else this.#grow()
    this.#pages[this.#slotOf(word, 0, word.length)] = page
    this.#held += 1
    return page
  }

  /** The slot of a word, or the empty one that it would take. */
  #slotOf(text: string, start: number, end: number): number {
    let hash = 0x811c9dc5
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
    const last = this.#pages.length - 1
    let slot = (hash ^ (hash >>> 15)) & last
    for (;;) {
      const page = this.#pages[slot]
      if (page === undefined || isAt(page.word, text, start, end)) return slot
      slot = (slot + 1) & last
    }
  }

  #grow(): void {
    const pages = this.#pages
    this.#empty(2 * pages.length)
    for (const page of pages) {
      if (page === undefined) continue
      this.#pages[this.#slotOf(page.word, 0, page.word.length)] = page
      this.#held += 1
    }
  }

  #empty(slots: number): void {
    this.#pages = Array.from({ length: slots })
    this.#held = 0
  }
}

function isAt(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) !== text.charCodeAt(start + at)) return false
  return true
}
