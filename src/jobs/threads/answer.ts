/** The other end of a ThreadPool: answers each request in turn. */
import { parentPort } from 'node:worker_threads'

export function answerRequests<Request>(handle: (request: Request) => unknown): void {
  parentPort?.on('message', (request: Request) => {
    void Promise.resolve()
      .then(async () => await handle(request))
      .then(
        (reply) => parentPort?.postMessage({ reply }),
        (error: unknown) =>
          parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      )
  })
}
