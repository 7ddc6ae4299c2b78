import { sql } from 'drizzle-orm'
import { type Database, rows } from '../../server/storage/database.ts'

/** Everything that a company is, by its natural keys and without the numbers that one database has for it, a list of rows a table. */
export async function snapshotOf({ pool }: Database): Promise<Record<string, unknown[]>> {
  const tables = await Promise.all(
    Object.entries(QUERIES).map(async ([name, query]) => {
      const found = await rows<Record<string, unknown>>(pool, sql.raw(query))
      return [name, found.map((row) => JSON.parse(JSON.stringify(row)))] as const
    }),
  )
  return Object.fromEntries(tables)
}

const actor = (column: string) => `case ${column} ->> 'kind'
  when 'PERSON' then (select key from person where id = (${column} ->> 'id')::bigint)
  when 'INTEGRATION' then (select 'token ' || name || created_at::text from api_token where id = (${column} ->> 'id')::bigint) end`
const ofStep = (table: string) => `join orders o on o.id = ${table}.order_id
  join workflow_step s on s.workflow_id = o.workflow_id and s.position = ${table}.position`

const QUERIES = {
  departments: `select d.key, d.name, d.is_external, d.time_zone, d.calendar, l.key as lead
    from department d left join person l on l.id = d.lead_id order by d.key`,
  people: `select p.key, p.name, email, phone, title, d.key as department, is_rep, is_admin
    from person p left join department d on d.id = p.department_id order by p.key`,
  customers: `select c.key, c.name, m.key as manager from customer c left join person m on m.id = account_manager_id order by c.key`,
  products: `select sku, name, category from product order by sku`,
  workflows: `select w.key, version, w.name, w.applies_when, discovered, published_at, ${actor('published_by')} as by,
      (select jsonb_agg(jsonb_build_array(s.position, s.key, s.name, d.key, s.applies_when, delivers,
        (select jsonb_agg(depends_on order by depends_on) from workflow_step_dependency e where e.workflow_id = w.id and e.position = s.position)
      ) order by s.position) from workflow_step s join department d on d.id = s.department_id where s.workflow_id = w.id) as steps
    from workflow w order by w.key, version`,
  requirements: `select d.key as department, r.key, r.version, kind, title, details, form_url, workflow_key, step_keys, duration, clock,
      r.applies_when, b.key as owed_by, binds_open_orders, effective_from, effective_to, ${actor('r.published_by')} as by, published_at,
      (select version from requirement e where e.id = r.supersedes_id) as supersedes,
      (select version from requirement f where f.id = r.series_id) as first
    from requirement r join department d on d.id = r.department_id left join department b on b.id = r.owed_by_id order by 1, 2, 3`,
  acknowledgements: `select r.key, r.version, p.key as person, at from requirement_acknowledgement a
    join requirement r on r.id = requirement_id join person p on p.id = person_id order by 1, 2, 3`,
  orders: `select number, c.key as customer, p.key as rep, channel, circumstances, attributes, state, w.key, w.version as of_workflow, time_zone,
      placed_at, requested_date, promised_date, delivered_at, closed_at, o.version, fingerprint
    from orders o left join customer c on c.id = customer_id left join person p on p.id = rep_id join workflow w on w.id = workflow_id
    order by o.id`,
  externalIds: `select source, external_id, number from order_external_id join orders on orders.id = order_id order by 1, 2`,
  lines: `select number, position, sku, quantity from order_line join orders on orders.id = order_id join product on product.id = product_id
    order by 1, 2`,
  steps: `select number, s.key, d.key as department, t.state, h.key as holder, blocked_from, returns, t.version, ready_at
    from order_step t ${ofStep('t')} join department d on d.id = t.department_id left join person h on h.id = t.holder_id order by 1, t.position`,
  runs: `select o.number as order, s.key, t.number, h.key as holder, ready_at, started_at, finished_at
    from step_run t ${ofStep('t')} left join person h on h.id = t.holder_id order by 1, t.position, t.number`,
  holds: `select o.number as order, s.key, t.number, reason, since, ${actor('placed_by')} as placed, released_at, ${actor('released_by')} as released
    from hold t ${ofStep('t')} order by 1, t.position, t.number`,
  owed: `select o.number as order, s.key as step, r.key, r.version, satisfied_at, ${actor('satisfied_by')} as by, waived_at, answer, evidence_url,
      t.version as own from order_requirement t join orders o on o.id = t.order_id join requirement r on r.id = requirement_id
    left join workflow_step s on s.workflow_id = o.workflow_id and s.position = t.position order by 1, 3, 4, t.position nulls first`,
  events: `select e.type, at, recorded_at, ${actor('e.actor')} as actor, reason, o.number as order, e.position, d.key as department, payload_version
    from event e left join orders o on o.id = order_id left join department d on d.id = department_id order by seq nulls last, e.id`,
}
