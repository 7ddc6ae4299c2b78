import type { CredentialQuestion } from './credential-queries.ts'
import type { Database, Row } from './database.ts'
import { type News, type NewsRange, newsAfter, newsIn } from './feed-log.ts'

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

/** Makes a transaction of what went out before it and ends it: the lock is not held while the rest is read. */
const COMMIT = ['start transaction', 'commit']

/**
 * Gives committed events their numbers, gapless, by whole transactions in the order of each one's last id, then by id; two
 * transactions about one order have their rows in the order of their commits, because the order's row is locked before an event
 * is inserted. The lock is taken in a statement of its own, so that the numbering statement sees all that was numbered before;
 * both go out at once, so that nobody waits for this process with the lock in its hand. With the commit every process is told.
 * Returns how many events it numbered.
 */
export async function numberEvents(database: Database): Promise<number> {
  let total = 0
  for (;;) {
    const [, round] = await database.together([LOCK_NUMBERING, NUMBER_ROUND])
    total += numberedIn(round)
    if (isLast(round)) return total
  }
}

/**
 * Numbers events and reads what is new then, all in one message. `isAll`: nothing was left over, neither to be numbered nor to be read.
 */
export async function numberAndRead(
  database: Database,
  range: NewsRange,
  question: CredentialQuestion,
): Promise<News & { readonly isAll: boolean }> {
  const found = await database.together([LOCK_NUMBERING, NUMBER_ROUND, ...COMMIT, newsAfter(range, question)])
  const news = newsIn(found.at(-1)!)
  return { ...news, isAll: isLast(found[1]) && news.events.length < range.limit }
}

function numberedIn(round: Rows): number {
  return Number(round![0]![0])
}

function isLast(round: Rows): boolean {
  return Number(round![0]![1]) < TRANSACTIONS_A_ROUND
}
