import { event } from '../../drizzle/feed-tables.ts'
import { type NewEvent, PAYLOAD_VERSION } from '../domain/event.ts'
import type { Tx } from './database.ts'
import { insertRows } from './rows.ts'

/**
 * Adds events to the log in the transaction of what they tell. They have no number yet: the numberer gives it after the commit,
 * so the rows of the orders concerned must be locked before this.
 */
export async function insertEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  await insertRows(
    tx,
    event,
    events.map((one) => ({ ...one, payloadVersion: PAYLOAD_VERSION })),
  )
}
