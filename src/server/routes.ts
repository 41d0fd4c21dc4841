/** Every route of the server, on one screen. */
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { exportFile, healthz, openApiDocument, opmlFile } from './answers.ts'
import * as accounts from './api/accounts.ts'
import * as acting from './api/acting.ts'
import { limits } from './api/contract.ts'
import * as corrections from './api/corrections.ts'
import * as entities from './api/entities.ts'
import * as feeds from './api/feeds.ts'
import * as highlights from './api/highlights.ts'
import { getInstallation } from './api/installation.ts'
import * as keeping from './api/keeping.ts'
import * as kept from './api/kept.ts'
import { apiBase, limitedBody, type Mount, mountInto } from './api/mount.ts'
import { getPreview } from './api/preview.ts'
import * as queries from './api/queries.ts'
import * as reading from './api/reading.ts'
import { asset, workerScript } from './assets.ts'
import type { ServerContext } from './context.ts'
import { eventStreams } from './events.ts'
import { feedOut, ownFeed } from './feeds-out/feeds.ts'
import { media } from './media/media.ts'
import { accountPage } from './pages/account.tsx'
import { doAction } from './pages/forms.tsx'
import { historyPage, savedPage } from './pages/kept.tsx'
import * as pages from './pages/pages.tsx'
import { addPasskey, newPasskeyChallenge, signInByPasskey, signInChallenge } from './pages/passkeys.ts'
import { offlinePage } from './pages/show.tsx'
import { doJoin, doSignIn, doSignOut, joinPage, signInPage } from './pages/sign-in.tsx'
import { doStart, startPage } from './pages/start.tsx'
import { deletePushed, describePush, postPush } from './push.ts'
import { receiveHub, verifyHub } from './websub.ts'

export function addRoutes(app: OpenAPIHono, context: ServerContext): void {
  const api = mountInto(app, context)
  const to: To = (handler) => (c) => handler(c, context)
  addAccountRoutes(app, api, to)

  app.get('/healthz', to(healthz))
  app.get('/assets/:file', (c) => asset(c, context.assets))
  app.get('/worker.js', (c) => workerScript(c, context.assets))
  app.get('/media/:signature/:url', to(media))

  app.get('/websub/:token', to(verifyHub))
  app.post('/websub/:token', limitedBody(limits.pushBytes), to(receiveHub))

  app.get('/feeds/:token/:name{[\\s\\S]+}', to(feedOut))
  app.get('/feed', to(ownFeed))
  addPages(app, to)

  api('get', '/status', keeping.getStatus)
  api('get', '/installation', getInstallation)
  api('get', '/setup', keeping.getSetup)
  api('post', '/readers', keeping.postReader)
  api('get', '/page', reading.getPage)
  // Before the story itself, whose id may hold any character.
  api('get', '/stories/{id}/why', acting.getWhy)
  api('get', '/stories/{id}', reading.getStory)
  api('get', '/articles/{id}', reading.getArticle)
  api('get', '/topics/{id}', reading.getTopic)
  api('get', '/search', reading.getSearch)
  api('get', '/saved', kept.getSaved)
  api('put', '/saved/{id}', kept.putLabels)
  api('get', '/highlights', highlights.getHighlights)
  api('put', '/highlights/{id}', highlights.putHighlight)
  api('delete', '/highlights/{id}', highlights.deleteHighlight)
  api('get', '/profile', acting.getProfile)
  api('get', '/export', acting.getExport)
  api('get', '/follows', acting.getFollowing)
  api('post', '/follows', acting.postFollow)
  api('post', '/unfollows', acting.deleteFollow)
  api('get', '/queries', queries.getQueries)
  api('post', '/queries', queries.postQuery)
  api('delete', '/queries/{id}', queries.deleteQuery)
  api('get', '/feeds', feeds.getFeeds)
  api('post', '/feeds', feeds.postFeeds)
  api('get', '/merges', entities.getMerges)
  api('post', '/merges', entities.postMerge)
  api('delete', '/merges/{id}', entities.deleteMerge)
  api('get', '/corrections', corrections.getCorrections)
  api('post', '/corrections', corrections.postCorrection)
  api('delete', '/corrections/{id}', corrections.deleteCorrection)
  api('post', '/signals', acting.postSignals)
  api('post', '/withdrawals', acting.postWithdrawal)
  api('post', '/controls', acting.postControl)
  api('post', '/mutes', acting.postMutes)
  api('delete', '/mutes/{id}', acting.deleteMute)
  addSettings(api)
  api('get', '/history', kept.getHistory)
  api('post', '/history', acting.postHistory)
  api('delete', '/history/{id}', kept.deleteRead)
  addSourceRoutes(app, api, to)
  api('get', '/catalogue', keeping.getCatalogue)
  describePush(app, apiBase)
  app.post(`${apiBase}/push`, limitedBody(limits.pushBytes), to(postPush))
  app.delete(`${apiBase}/push/:id{[\\s\\S]+}`, to(deletePushed))
  app.get(`${apiBase}/events`, eventStreams(context))
  app.get(`${apiBase}/openapi.json`, (c) => c.json(openApiDocument(app)))
}

type To = (
  handler: (c: Context, context: ServerContext) => Response | Promise<Response>,
) => (c: Context) => Response | Promise<Response>

/** What people see, and the forms on it. */
function addPages(app: OpenAPIHono, to: To): void {
  app.get('/', to(pages.frontPage))
  app.get('/story/:id{[\\s\\S]+}', to(pages.storyPage))
  app.get('/article/:id{[\\s\\S]+}', to(pages.articlePage))
  app.get('/topic/:id{[\\s\\S]+}', to(pages.topicPage))
  app.get('/search', to(pages.searchPage))
  app.get('/saved', to(savedPage))
  app.get('/history', to(historyPage))
  app.get('/sources', to(pages.sourcesPage))
  app.get('/you', to(pages.youPage))
  app.get('/operator', to(pages.operatorPage))
  app.get('/you/export', to(exportFile))
  app.get('/offline', to(offlinePage))
  app.get('/start', to(startPage))
  app.post('/start', limitedBody(limits.opmlBytes), to(doStart))
  app.post('/do/:action', limitedBody(limits.opmlBytes), to(doAction))
}

/** What a reader sets and takes back of what pages are made by. */
function addSettings(api: Mount): void {
  api('put', '/dials', acting.putDials)
  api('put', '/languages', acting.putReads)
  api('get', '/preview', getPreview)
  api('put', '/learning', acting.putLearning)
  api('post', '/forgotten', acting.postForget)
  api('post', '/erasures', acting.postErasure)
}

function addSourceRoutes(app: OpenAPIHono, api: Mount, to: To): void {
  api('get', '/sources', keeping.getSources)
  api('post', '/sources', keeping.postSources)
  api('post', '/sources/opml', keeping.postOpml)
  // Before the one source, whose id may hold any character.
  app.get(`${apiBase}/sources/opml`, to(opmlFile))
  api('get', '/sources/{id}', keeping.getSource)
  api('put', '/sources/{id}', keeping.putSource)
  api('delete', '/sources/{id}', keeping.deleteSource)
  api('post', '/refresh', keeping.postRefresh)
  api('post', '/refresh/{id}', keeping.postRefreshOne)
}

/** How readers get in, and what the operator does about them. */
function addAccountRoutes(app: OpenAPIHono, api: Mount, to: To): void {
  app.get('/account', to(accountPage))
  app.get('/sign-in', to(signInPage))
  app.post('/sign-in', limitedBody(limits.jsonBytes), to(doSignIn))
  app.post('/sign-out', limitedBody(limits.jsonBytes), to(doSignOut))
  app.post('/passkey/challenge', limitedBody(limits.jsonBytes), to(signInChallenge))
  app.post('/passkey', limitedBody(limits.jsonBytes), to(signInByPasskey))
  app.post('/passkey/new/challenge', limitedBody(limits.jsonBytes), to(newPasskeyChallenge))
  app.post('/passkey/new', limitedBody(limits.jsonBytes), to(addPasskey))
  app.get('/join', to(joinPage))
  app.post('/join', limitedBody(limits.jsonBytes), to(doJoin))
  api('get', '/readers', accounts.getReaders)
  api('delete', '/readers/{id}', accounts.deleteReader)
  api('post', '/resets/{id}', accounts.postReset)
  api('post', '/invitations', accounts.postInvitation)
  api('delete', '/invitations/{id}', accounts.deleteInvitation)
  api('get', '/account', accounts.getAccount)
  api('delete', '/sessions/{id}', accounts.deleteSession)
  api('post', '/sessions/end-others', accounts.postEndOthers)
  api('delete', '/passkeys/{id}', accounts.deletePasskey)
  api('post', '/tokens', accounts.postToken)
  api('delete', '/tokens/{id}', accounts.deleteToken)
  api('post', '/account/erase', accounts.postErase)
}
