/** The other end of a ThreadPool: answers each request in turn. */
import { parentPort } from 'node:worker_threads'

/**
 * `prepare` opens what an answer needs. The time that an answer may take is counted from when that is done: a thread that was
 * ended for being slow would otherwise be followed by one that is slower, because it has to open everything first.
 */
export function answerRequests<Request>(
  handle: (request: Request) => unknown,
  prepare: (request: Request) => Promise<void> = async () => {},
): void {
  parentPort?.on('message', (request: Request) => {
    void prepare(request)
      .then(async () => {
        parentPort?.postMessage({ begun: true })
        return await handle(request)
      })
      .then(
        (reply) => parentPort?.postMessage({ reply }),
        (error: unknown) =>
          parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      )
  })
}
