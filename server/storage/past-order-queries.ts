import { type SQL, sql } from 'drizzle-orm'
import type { PastOrder } from '../domain/past-order.ts'
import { rows, type Tx } from './database.ts'
import { FACTS } from './order-facts.ts'

/** The `limit` most recently placed orders of each of these series of workflow versions, whole, in one statement. */
export async function recentOrders(
  tx: Tx,
  series: readonly (readonly number[])[],
  limit: number,
): Promise<PastOrder[]> {
  const versions = JSON.stringify(series.map((ids) => ({ ids })))
  const recent = sql`jsonb_to_recordset(${versions}::jsonb) as series(ids bigint[])
    cross join lateral (
      select newest.* from unnest(series.ids) as version(id)
      cross join lateral (select * from orders where workflow_id = version.id order by placed_at desc, id desc limit ${limit}) as newest
      order by newest.placed_at desc, newest.id desc limit ${limit}) as o`
  return readWhole(tx, recent, sql`true`)
}

/** The orders of these workflow versions of which the numbered events after `after` up to `until` tell something. */
export async function ordersChanged(
  tx: Tx,
  workflowIds: readonly number[],
  { after, until }: { readonly after: number; readonly until: number },
): Promise<PastOrder[]> {
  const changed = sql`o.id in (select order_id from event where seq > ${after} and seq <= ${until})
    and o.workflow_id = any(${`{${workflowIds.join(',')}}`}::text::bigint[])`
  return readWhole(tx, sql`orders as o`, changed)
}

const at = (column: string) => sql`(extract(epoch from ${sql.raw(column)}) * 1000)::bigint`

/** What is said of one order, `o` being its row, `c` and `p` those of its customer and rep. Why it was returned stands in the log alone, which few orders have to be asked for. */
const WHOLE = sql`json_build_object('id', o.id, 'workflowId', o.workflow_id, 'placedAt', ${at('o.placed_at')},
  'deliveredAt', ${at('o.delivered_at')}, 'closedAt', ${at('o.closed_at')}, 'isCancelled', o.state = 'CANCELLED',
  'timeZone', o.time_zone, 'facts', ${FACTS},
  'current', (select coalesce(json_agg(s.position), '[]') from order_step s
      where s.order_id = o.id and s.state in ('READY', 'IN_PROGRESS', 'BLOCKED')),
  'runs', (select coalesce(json_agg(json_build_object('position', r.position, 'number', r.number, 'holderId', r.holder_id,
      'readyAt', ${at('r.ready_at')}, 'startedAt', ${at('r.started_at')}, 'finishedAt', ${at('r.finished_at')})
      order by r.position, r.number), '[]') from step_run r where r.order_id = o.id),
  'holds', (select coalesce(json_agg(json_build_object('position', h.position, 'since', ${at('h.since')},
      'releasedAt', ${at('h.released_at')}, 'reason', h.reason) order by h.position, h.number), '[]')
      from hold h where h.order_id = o.id),
  'returns', case when exists (select 1 from order_step s where s.order_id = o.id and s.returns > 0)
    then (select coalesce(json_agg(json_build_object('at', ${at('e.at')}, 'reason', coalesce(e.reason, ''))
      order by e.at, e.id), '[]') from event e where e.order_id = o.id and e.type = 'STEP_RETURNED')
    else '[]'::json end) as "order"`

async function readWhole(tx: Tx, from: SQL, where: SQL): Promise<PastOrder[]> {
  const found = await rows<{ order: PastOrder }>(
    tx,
    sql`select ${WHOLE} from ${from} left join customer c on c.id = o.customer_id left join person p on p.id = o.rep_id where ${where}`,
  )
  return found.map((row) => row.order)
}
