import { type DestinationStream, destination, pino } from 'pino'
import type { Settings } from '../domain/settings.ts'
import type { Log } from '../jobs/work.ts'

/** One JSON object a line on standard error, so that a command's output stays its own. */
export function openLog({ logLevel }: Pick<Settings, 'logLevel'>): Log {
  const stream: DestinationStream = destination({ dest: 2, sync: true })
  return pino({ level: logLevel, base: null }, stream)
}
