import { actAs } from '../tests/support/client.ts'
import type { Pair } from './pairs.ts'
import type { Workplace } from './workplace.ts'

const TRACES = 100

const QUERY = `query ($number: String!) { order(number: $number) {
  number state placedAt promisedDate version customer { key name } rep { key name } lines { quantity product { sku name } }
  steps { key name state version returns department { key name } holder { key name } dependsOn { key }
    runs { number readyAt startedAt finishedAt holder { key name } } holds { reason since releasedAt } }
  current { key } next { key } } }`

/** Who had an order, who has it, who gets it next: over HTTP, beside one statement that returns the same facts. */
export async function traceRate({ running, adminToken, sql }: Workplace): Promise<Pair> {
  const found = await sql<{ number: string }[]>`select number from orders order by id limit ${TRACES}`
  const numbers = found.map(({ number }) => number)
  const { tell } = actAs(running.url, adminToken)
  return {
    name: 'trace of an order, one after the other',
    unit: 'orders',
    baton: async () => {
      for (const number of numbers) if ((await tell(QUERY, { number })).order.number !== number) throw new Error(number)
      return numbers.length
    },
    bare: async () => {
      for (const number of numbers) {
        const [row] = await sql`${trace(sql, number)}`
        if (row?.number !== number) throw new Error(number)
      }
      return numbers.length
    },
  }
}

const trace = (sql: Workplace['sql'], number: string) => sql`
  select o.number, o.state, o.placed_at, o.promised_date, o.version, c.key, c.name, r.key as rep, r.name as rep_name,
    (select json_agg(json_build_object('quantity', l.quantity, 'sku', p.sku, 'name', p.name) order by l.position)
      from order_line l join product p on p.id = l.product_id where l.order_id = o.id) as lines,
    (select json_agg(json_build_object('key', w.key, 'name', w.name, 'state', s.state, 'version', s.version, 'returns', s.returns,
        'department', d.key, 'departmentName', d.name, 'holder', h.key, 'holderName', h.name,
        'dependsOn', (select json_agg(b.key) from workflow_step_dependency e
          join workflow_step b on b.workflow_id = e.workflow_id and b.position = e.depends_on
          where e.workflow_id = w.workflow_id and e.position = w.position),
        'runs', (select json_agg(json_build_object('number', n.number, 'readyAt', n.ready_at, 'startedAt', n.started_at,
            'finishedAt', n.finished_at, 'holder', nh.key, 'holderName', nh.name) order by n.number)
          from step_run n left join person nh on nh.id = n.holder_id where n.order_id = o.id and n.position = s.position),
        'holds', (select json_agg(json_build_object('reason', x.reason, 'since', x.since, 'releasedAt', x.released_at))
          from hold x where x.order_id = o.id and x.position = s.position)) order by s.position)
      from order_step s join workflow_step w on w.workflow_id = s.workflow_id and w.position = s.position
      join department d on d.id = s.department_id left join person h on h.id = s.holder_id where s.order_id = o.id) as steps
  from orders o left join customer c on c.id = o.customer_id left join person r on r.id = o.rep_id
  where o.number = ${number}`
