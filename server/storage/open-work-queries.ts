import { sql } from 'drizzle-orm'
import { session } from '../../drizzle/feed-tables.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { rows, type Tx } from './database.ts'

/** A step that somebody has now, with what last happened to its order. */
export type OpenStep = {
  readonly orderId: number
  readonly order: string
  readonly orderVersion: number
  readonly workflowId: number
  readonly position: number
  readonly state: 'READY' | 'IN_PROGRESS' | 'BLOCKED'
  readonly departmentId: number
  readonly holderId: number | null
  readonly version: number
  readonly touchedAt: Instant
}

/** Every step of every order that is READY, IN_PROGRESS or BLOCKED. */
export async function openSteps(tx: Tx): Promise<OpenStep[]> {
  const [found] = await rows<{ steps: OpenStep[] }>(
    tx,
    sql`select coalesce(json_agg(json_build_object('orderId', o.id, 'order', o.number, 'orderVersion', o.version,
        'workflowId', s.workflow_id, 'position', s.position, 'state', s.state, 'departmentId', s.department_id,
        'holderId', s.holder_id, 'version', s.version,
        'touchedAt', (extract(epoch from latest.recorded_at) * 1000)::bigint) order by o.id, s.position), '[]') as steps
      from order_step s join orders o on o.id = s.order_id
      cross join lateral (
        select recorded_at from event where order_id = o.id order by seq desc nulls first limit 1
      ) as latest
      where s.state in ('READY', 'IN_PROGRESS', 'BLOCKED')`,
  )
  return found!.steps
}

/** Those with a session that still runs at `at`. */
export async function signedIn(tx: Tx, at: Instant): Promise<ReadonlySet<number>> {
  const found = await tx.select({ id: session.personId, expiresAt: session.expiresAt }).from(session)
  return new Set(found.filter(({ expiresAt }) => expiresAt > at).map(({ id }) => id))
}

/** The keys of all customers, and how many orders there have been. */
export async function marketSize(tx: Tx): Promise<{ customers: ReadonlySet<string>; orders: number }> {
  const [found] = await rows<{ customers: string[]; orders: number }>(
    tx,
    sql`select (select coalesce(json_agg(key), '[]') from customer) as customers, (select count(*)::int from orders) as orders`,
  )
  return { customers: new Set(found!.customers), orders: found!.orders }
}
