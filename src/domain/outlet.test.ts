import { expect, test } from 'vitest'
import type { SourceId } from './ids.ts'
import { outletOf } from './outlet.ts'

// Ids in tests are plain words: the brand says only what they are of.
const id = 'own' as SourceId

test.each([
  ['https://feeds.gull.example/world.xml', 'https://www.gull.example/world', 'gull.example'],
  ['https://feeds.gull.example/sport.xml', 'https://gull.example/', 'gull.example'],
  ['https://gull.example/feed', 'https://sport.gull.example/', 'sport.gull.example'],
  ['https://gull.example/feed', null, 'own'],
  ['https://gull.example/feed', 'no address', 'own'],
  ['http://127.0.0.1:8080/feed', 'https://gull.example/', 'own'],
  ['https://gull.example/feed', 'http://127.0.0.1/', 'own'],
  ['http://[::1]/feed', 'http://[::1]/', 'own'],
  ['http://localhost/feed', 'http://localhost/', 'own'],
  ['https://town.example/@ada.rss', 'https://town.example/@ada', 'own'],
  ['https://town.example/~ada/feed', 'https://town.example/~ada/', 'own'],
  ['https://town.example/feed', 'https://town.example/blogs/ada', 'own'],
  ['https://www.youtube.com/feeds/videos.xml?channel_id=1', 'https://www.youtube.com/channel/1', 'own'],
  ['https://medium.com/feed/ada', 'https://medium.com/ada', 'own'],
])('a feed at %s of the site %s is of %s', (feedUrl, siteUrl, outlet) => {
  expect(outletOf({ id, feedUrl, siteUrl })).toBe(outlet)
})
