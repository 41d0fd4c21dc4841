// A WebSub hub in a process of its own: takes subscriptions, verifies intent, and sends what it is told to, signed.
// Prints its address as the first line. POST /publish {topic, contentType, body, signature?} sends to all subscribers.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'

const leaseSeconds = Number(process.argv[2] ?? 3600)
const subscriptions = new Map()
const log = []

async function bodyOf(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

async function verify({ topic, callback, secret }) {
  const challenge = Math.random().toString(36).slice(2)
  const url = new URL(callback)
  url.searchParams.set('hub.mode', 'subscribe')
  url.searchParams.set('hub.topic', topic)
  url.searchParams.set('hub.challenge', challenge)
  url.searchParams.set('hub.lease_seconds', String(leaseSeconds))
  const answer = await fetch(url)
  const said = await answer.text()
  log.push({ did: 'verify', topic, status: answer.status, confirmed: said === challenge })
  if (answer.ok && said === challenge) subscriptions.set(callback, { topic, secret })
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => response.destroy(error))
})

async function answer(request, response) {
  const path = new URL(request.url ?? '/', 'http://hub').pathname
  if (request.method === 'GET') return response.end(JSON.stringify({ log, subscribers: [...subscriptions.keys()] }))
  const body = await bodyOf(request)
  if (path === '/publish') {
    const { topic, contentType, body: sent, signature } = JSON.parse(body)
    const statuses = []
    for (const [callback, subscriber] of subscriptions) {
      if (subscriber.topic !== topic) continue
      const signed = signature ?? `sha256=${createHmac('sha256', subscriber.secret).update(sent).digest('hex')}`
      const answer = await fetch(callback, {
        method: 'POST',
        headers: { 'content-type': contentType, 'x-hub-signature': signed },
        body: sent,
      })
      statuses.push(answer.status)
      if (answer.status === 410) subscriptions.delete(callback)
    }
    return response.end(JSON.stringify({ statuses }))
  }
  const form = new URLSearchParams(body)
  log.push({
    did: 'asked',
    mode: form.get('hub.mode'),
    topic: form.get('hub.topic'),
    lease: form.get('hub.lease_seconds'),
  })
  response.writeHead(202).end()
  await verify({ topic: form.get('hub.topic'), callback: form.get('hub.callback'), secret: form.get('hub.secret') })
}

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
