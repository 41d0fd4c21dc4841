import type { ReaderId } from '../../domain/ids.ts'
import type { Database } from '../../platform/storage/database.ts'
import { listReaders } from '../../platform/storage/readers.ts'

/** Who runs this installation: of all readers, in the order they came, the one who has been here longest. */
export function operatorOf<Known extends { readonly id: ReaderId }>(readers: readonly Known[]): Known | undefined {
  return readers[0]
}

export async function isOperator(db: Database, id: ReaderId): Promise<boolean> {
  return operatorOf(await listReaders(db))?.id === id
}
