/**
 * One string for all that are equal: rows of the database bring the same ids, labels and names again with each story. Held
 * once they take a fraction of the memory, and looking them up meets what the processor holds already.
 */
import type { StoredStory } from '../../platform/storage/story-cards.ts'

/** Beyond so many, all are forgotten and begun again: what left the window would be held for ever. */
const stringsMax = 200_000

export class OneString {
  readonly #strings = new Map<string, string>()

  /** The story with its topics, outlets, authors and language as strings that other stories share. O(what it holds). */
  shared({ story, reports, ...rest }: StoredStory): StoredStory {
    if (this.#strings.size > stringsMax) this.#strings.clear()
    return {
      ...rest,
      story: {
        ...story,
        id: this.one(story.id),
        language: this.one(story.language),
        sourceIds: story.sourceIds.map((id) => this.one(id)),
        topics: story.topics.map((topic) => ({ ...topic, id: this.one(topic.id), label: this.one(topic.label) })),
      },
      reports: reports.map((report) => ({
        ...report,
        sourceId: this.one(report.sourceId),
        sourceTitle: this.one(report.sourceTitle),
        ...(report.outlet === undefined ? {} : { outlet: this.one(report.outlet) }),
        authors: report.authors.map((name) => this.one(name)),
      })),
    }
  }

  /** The string that stands for all equal ones. */
  one<Text extends string>(text: Text): Text {
    const known = this.#strings.get(text)
    // An equal string is one of the same type.
    if (known !== undefined) return known as Text
    this.#strings.set(text, text)
    return text
  }
}
