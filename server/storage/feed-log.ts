import { createHash } from 'node:crypto'
import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import { event } from '../../drizzle/feed-tables.ts'
import type { StoredEvent } from '../domain/event.ts'
import { type CredentialQuestion, goodOf } from './credential-queries.ts'
import { type Row, rows, type Statement, type Tx } from './database.ts'
import { wholeEvent } from './order-row.ts'
import { textOf } from './statement.ts'

/** The number of the last numbered event; 0 for an empty log. */
export async function readHead(tx: Tx): Promise<number> {
  const [row] = await rows<{ head: string | number }>(tx, sql`select coalesce(max(seq), 0) as head from event`)
  return Number(row!.head)
}

/** Numbered events after `seq` up to `until`, at most `limit`, in feed order. */
export async function readEvents(
  tx: Tx,
  range: { readonly after: number; readonly until: number; readonly limit: number; readonly imported: boolean },
): Promise<StoredEvent[]> {
  const found = await tx
    .select()
    .from(event)
    .where(
      and(
        gt(event.seq, range.after),
        lte(event.seq, range.until),
        range.imported ? undefined : eq(event.imported, false),
      ),
    )
    .orderBy(asc(event.seq))
    .limit(range.limit)
  return found.map(storedEvent)
}

export type NewsRange = { readonly after: number; readonly limit: number }
export type News = { readonly events: StoredEvent[]; readonly good: ReadonlySet<string> }

/**
 * A statement that reads numbered events after `after`, at most `limit`, in feed order, and with the first, if there is one, which of these
 * credentials are good by then: none that was revoked before one of the events happened.
 */
export function newsAfter({ after, limit }: NewsRange, question: CredentialQuestion): Statement {
  const good = goodOf(question, 2)
  const text = `select ${EVENT_TEXT}, case when seq = $1::text::bigint + 1 then (${good.text}) end
    from event where seq > $1::text::bigint order by seq limit ${limit}`
  return { text, values: [String(after), ...good.values] }
}

export function newsIn(found: readonly Row[]): News {
  return { events: found.map((row) => wholeEvent.read(row)), good: new Set(found[0]?.at(-1) as string[] | null) }
}

const EVENT_TEXT = textOf(sql.join(wholeEvent.columns, sql`, `))

export function storedEvent(row: typeof event.$inferSelect): StoredEvent {
  return { ...row, seq: row.seq! }
}

/**
 * Names this log: it changes with the cluster (its system identifier), with a restore or failover (its timeline) and with the
 * salt, which `baton epoch new` renews for a copy of the files.
 */
export async function readEpoch(tx: Tx): Promise<string> {
  const [row] = await rows<{ origin: string }>(
    tx,
    sql`select concat_ws(':', (select system_identifier from pg_control_system()),
      (select timeline_id from pg_control_checkpoint()), (select salt from feed_epoch)) as origin`,
  )
  return createHash('sha256').update(row!.origin).digest('hex').slice(0, 12)
}
