import { sql } from 'drizzle-orm'
import { type Database, rows, type Tx } from './database.ts'

/** Names the lock under which one process at a time gives numbers. */
export const NUMBERING_LOCK = 6_202_612
/** Transactions a round: what one statement numbers, and so how long it holds the lock, is bounded by it. */
const TRANSACTIONS_A_ROUND = 500

/**
 * Gives committed events their numbers, gapless, by whole transactions in the order of each one's last id, then by id; two
 * transactions about one order have their rows in the order of their commits, because the order's row is locked before an event
 * is inserted. The lock is taken in a statement of its own, so that the numbering statement sees all that was numbered before.
 * Neither has parameters: the driver would ask what types they are, and wait for the answer with the lock in its hand.
 * Returns how many events it numbered.
 */
export async function numberEvents(database: Database): Promise<number> {
  let total = 0
  for (;;) {
    const { events, transactions } = await database.transaction(numberRound)
    total += events
    if (transactions < TRANSACTIONS_A_ROUND) return total
  }
}

/**
 * Waits for whoever gives numbers; nobody else does until the transaction ends. What comes then takes as long as it takes: the events of an
 * import are numbered in one statement, or never.
 */
export async function lockNumbering(tx: Tx): Promise<void> {
  const lock = sql.raw(`pg_advisory_xact_lock(${NUMBERING_LOCK})`)
  await tx.execute(sql`select ${lock}, set_config('statement_timeout', '0', true)`)
}

async function numberRound(tx: Tx): Promise<{ events: number; transactions: number }> {
  await lockNumbering(tx)
  const [round] = await rows<{ events: string | number; transactions: string | number }>(
    tx,
    sql`
    with round as (
      select transaction_id, max(id) as last_id from event where seq is null
      group by transaction_id order by last_id limit ${sql.raw(`${TRANSACTIONS_A_ROUND}`)}
    ), head as (
      select coalesce(max(seq), 0) as seq from event
    ), numbered as (
      select event.id, head.seq + row_number() over (order by round.last_id, event.id) as seq
      from event join round using (transaction_id) cross join head where event.seq is null
    ), written as (
      update event set seq = numbered.seq from numbered where event.id = numbered.id returning 1
    )
    select (select count(*) from written) as events, (select count(*) from round) as transactions`,
  )
  return { events: Number(round!.events), transactions: Number(round!.transactions) }
}
