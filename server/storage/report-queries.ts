import { reportedChange } from '../../drizzle/feed-tables.ts'
import type { Tx } from './database.ts'

/** Takes the name that a source gave a change; false where it was taken before. */
export async function claimReport(tx: Tx, source: string, sourceId: string, recordedAt: number): Promise<boolean> {
  const row = { source, sourceId, recordedAt }
  const taken = await tx
    .insert(reportedChange)
    .values(row)
    .onConflictDoNothing()
    .returning({ source: reportedChange.source })
  return taken.length > 0
}
