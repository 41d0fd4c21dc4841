/** Doors for publishers that send by themselves. */
import { answerHub, receiveFromHub } from '../../jobs/hear-hub.ts'
import { receivePush } from '../../jobs/receive-push.ts'
import type { Work } from '../../jobs/work.ts'
import { parsePushed } from '../../pipeline/feeds/pushed-articles.ts'
import { pushKeyOf } from '../../platform/storage/push-keys.ts'
import type { PublisherDoors } from './publishers.ts'

export function publisherDoors(work: Work): PublisherDoors {
  return {
    answerHub: async (token, question) => await answerHub(work, token, question),
    receiveFromHub: async (token, delivery) => await receiveFromHub(work, token, delivery),
    pushArticles: async (key, { body, bodyDigest, idempotencyKey }) => {
      const known = await pushKeyOf(work.db, key)
      if (known === undefined)
        return { refused: { code: 'push-key-unknown', message: 'This push key is not known here, or was revoked.' } }
      const articles = parsePushed(body)
      return await receivePush(work, {
        key: known,
        articles,
        ...(idempotencyKey === undefined ? {} : { request: { keyId: known.id, idempotencyKey, bodyDigest } }),
      })
    },
  }
}
