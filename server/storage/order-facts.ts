import { sql } from 'drizzle-orm'
import type { OrderFacts } from '../domain/condition.ts'
import type { StepState } from '../domain/vocabulary.ts'
import { rows, type Tx } from './database.ts'

/** An open order as far as it decides which requirements touch it. */
export type OpenOrder = {
  readonly id: number
  readonly workflowId: number
  readonly steps: readonly { readonly position: number; readonly state: StepState }[]
  readonly facts: OrderFacts
}

/** What conditions can ask of the order `o`, of the customer `c` and the rep `p`. A customer is new where none of its orders came before. */
export const FACTS = sql`jsonb_build_object('number', o.number, 'customer', coalesce(c.key, ''), 'rep', coalesce(p.key, ''),
        'channel', coalesce(o.channel, ''), 'circumstances', o.circumstances, 'attributes', o.attributes,
        'isNewCustomer', not exists (select 1 from orders e where e.customer_id = o.customer_id and e.state <> 'CANCELLED'
                                     and (e.placed_at, e.id) < (o.placed_at, o.id)),
        'lines', (select coalesce(jsonb_agg(jsonb_build_object('sku', r.sku, 'category', coalesce(r.category, ''),
                    'quantity', l.quantity) order by l.position), '[]'::jsonb)
                  from order_line l join product r on r.id = l.product_id where l.order_id = o.id))`

/** Open orders of these workflow versions, locked in the order of their ids. */
export async function lockOpenOrders(tx: Tx, workflowIds: readonly number[]): Promise<OpenOrder[]> {
  const ids = sql`${`{${workflowIds.join(',')}}`}::text::bigint[]`
  await tx.execute(sql`select id from orders where state = 'OPEN' and workflow_id = any(${ids}) order by id for update`)
  const found = await rows<{ order: OpenOrder }>(
    tx,
    sql`
    select jsonb_build_object('id', o.id, 'workflowId', o.workflow_id,
      'steps', (select jsonb_agg(jsonb_build_object('position', s.position, 'state', s.state) order by s.position)
                from order_step s where s.order_id = o.id),
      'facts', ${FACTS}) as "order"
    from orders o left join customer c on c.id = o.customer_id left join person p on p.id = o.rep_id
    where o.state = 'OPEN' and o.workflow_id = any(${ids}) order by o.id`,
  )
  return found.map((row) => row.order)
}
