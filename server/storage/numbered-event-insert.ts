import { sql } from 'drizzle-orm'
import { event } from '../../drizzle/feed-tables.ts'
import { type NewEvent, PAYLOAD_VERSION } from '../domain/event.ts'
import type { Tx } from './database.ts'
import { readHead } from './feed-log.ts'
import { NUMBERING_LOCK } from './numberer.ts'
import { insertRows } from './rows.ts'

/**
 * Adds events of a whole history to the log with the numbers that `numberEvents` would give them after the commit: that costs as much
 * as writing them. Nobody else gives numbers until the transaction ends, so it should be the last of its work.
 */
export async function insertNumberedEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${NUMBERING_LOCK})`)
  const head = await readHead(tx)
  const rows = events.map((one, place) => ({ ...one, payloadVersion: PAYLOAD_VERSION, seq: head + 1 + place }))
  await insertRows(tx, event, rows)
}
