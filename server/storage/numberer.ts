import type { CredentialQuestion } from './credential-queries.ts'
import type { Database, Row, Statement } from './database.ts'
import { type News, type NewsRange, newsAfter, newsIn } from './feed-log.ts'
import { type WholeRows, wholeOrdersAfter, wholeRowsIn } from './order-load.ts'

/** Names the lock under which one process at a time gives numbers. */
export const NUMBERING_LOCK = 6_202_612
/** Where it is said up to which number there are events, as soon as there are. */
export const FEED_CHANNEL = 'baton_feed'
/** Transactions a round: what one statement numbers, and so how long it holds the lock, is bounded by it. */
const TRANSACTIONS_A_ROUND = 500

/**
 * Waits for whoever gives numbers; nobody else does until the transaction ends. What comes then takes as long as it takes: the events of an
 * import are numbered in one statement, or never.
 */
export const LOCK_NUMBERING = `select pg_advisory_xact_lock(${NUMBERING_LOCK}), set_config('statement_timeout', '0', true)`

const NUMBER_ROUND = `
  with waiting as (
    select id, max(id) over (partition by transaction_id) as last_id from event where seq is null
  ), round as (
    select id, dense_rank() over (order by last_id) as transaction,
      (select coalesce(max(seq), 0) from event) + row_number() over (order by last_id, id) as seq
    from waiting
  ), written as (
    update event set seq = round.seq from round
    where event.id = round.id and transaction <= ${TRANSACTIONS_A_ROUND} returning event.seq, transaction
  )
  select count(*), max(transaction), case when count(*) > 0 then pg_notify('${FEED_CHANNEL}', max(seq)::text)::text end
  from written`

type Rows = readonly Row[] | undefined

/** The lock is taken in a statement of its own, so that the numbering statement sees all that was numbered before. */
const NUMBERING: readonly Statement[] = [{ text: LOCK_NUMBERING }, { text: NUMBER_ROUND }]

/**
 * Gives committed events their numbers, gapless, by whole transactions in the order of each one's last id, then by id; two
 * transactions about one order have their rows in the order of their commits, because the order's row is locked before an event
 * is inserted. All goes out at once, so that nobody waits for this process with the lock in its hand. With the commit every process is told.
 * Returns how many events it numbered.
 */
export async function numberEvents(database: Database): Promise<number> {
  let total = 0
  for (;;) {
    const [, round] = await database.together(NUMBERING)
    total += numberedIn(round)
    if (isLast(round)) return total
  }
}

/**
 * Numbers events and reads what is new then, and `withOrders` the orders that it tells of, all in one message; the lock is not held while it
 * is read. `isAll`: nothing was left over, neither to be numbered nor to be read.
 */
export async function numberAndRead(
  database: Database,
  range: NewsRange,
  question: CredentialQuestion,
  withOrders: boolean,
): Promise<News & { readonly orders: WholeRows; readonly isAll: boolean }> {
  const after = [newsAfter(range, question), ...(withOrders ? [wholeOrdersAfter(range.after)] : [])]
  const [, round, found, orders = []] = await database.together(NUMBERING, after)
  const news = newsIn(found!)
  return { ...news, orders: wholeRowsIn(orders), isAll: isLast(round) && news.events.length < range.limit }
}

function numberedIn(round: Rows): number {
  return Number(round![0]![0])
}

function isLast(round: Rows): boolean {
  return Number(round![0]![1]) < TRANSACTIONS_A_ROUND
}
