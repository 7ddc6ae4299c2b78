import { event } from '../../drizzle/feed-tables.ts'
import { type NewEvent, PAYLOAD_VERSION } from '../domain/event.ts'
import type { Tx } from './database.ts'
import { insertRows, insertRowTexts, rowTexts } from './rows.ts'

/**
 * Adds events to the log in the transaction of what they tell. They have no number yet: the numberer gives it after the commit,
 * so the rows of the orders concerned must be locked before this.
 */
export async function insertEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  await insertRows(tx, event, events.map(rowOf))
}

/** Events as `insertEventTexts` takes them: for those that are kept somewhere until it is their turn. */
export function eventTexts(events: readonly NewEvent[]): string[] {
  return rowTexts(event, events.map(rowOf))
}

/** As `insertEvents`, in one statement. */
export async function insertEventTexts(tx: Tx, texts: readonly string[]): Promise<void> {
  await insertRowTexts(tx, event, texts)
}

function rowOf(one: NewEvent) {
  return { ...one, payloadVersion: PAYLOAD_VERSION }
}
