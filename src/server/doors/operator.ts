import type { ReaderId } from '../../domain/ids.ts'
import type { Database } from '../../platform/storage/database.ts'
import { listReaders } from '../../platform/storage/readers.ts'

/** Whether the reader runs this installation: the first one does. */
export async function isOperator(db: Database, id: ReaderId): Promise<boolean> {
  return (await listReaders(db))[0]?.id === id
}
