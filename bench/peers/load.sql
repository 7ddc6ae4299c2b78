-- The facts of the comparison's schema (app) in Baton's own tables, the same ids on both sides. Run on a migrated, empty database that
-- holds schema app as well. A column that Baton does not have stands in one that costs the same to read: bench/README.md says which.

insert into department (id, key, name, time_zone, calendar)
select id, lower(code), name, 'UTC',
  '{"weekdays": [{"weekday": 1, "opens": "08:00", "closes": "17:00"}, {"weekday": 2, "opens": "08:00", "closes": "17:00"},
    {"weekday": 3, "opens": "08:00", "closes": "17:00"}, {"weekday": 4, "opens": "08:00", "closes": "17:00"},
    {"weekday": 5, "opens": "08:00", "closes": "17:00"}], "closures": []}'
from app.departments order by id;

insert into person (id, key, name, email, department_id, is_rep)
select id, 'p' || id, name, email, department_id, role = 'rep' from app.people order by id;

insert into customer (id, key, name) select id, email, name from app.customers order by id;
insert into product (id, sku, name) select id, sku, name from app.products order by id;

-- Orders have 8 to 12 steps, one after the other: a workflow for each length.
insert into workflow (id, key, version, name, published_at)
select 1 + more, 'sale-' || 8 + more, 1, 'Sale of ' || 8 + more || ' steps', timestamptz '2026-01-01' from generate_series(0, 4) more;

insert into workflow_step (workflow_id, position, key, name, department_id, delivers)
select w.id, d.position - 1, lower(d.name), d.name, d.id, d.position = 7 + w.id
from workflow w join app.departments d on d.position <= 7 + w.id order by w.id, d.position;

insert into workflow_step_dependency (workflow_id, position, depends_on)
select workflow_id, position, position - 1 from workflow_step where position > 0 order by workflow_id, position;

create temporary table ended on commit drop as
select order_id, max(completed_at) as at, count(*)::int as steps from app.order_steps group by order_id;

insert into orders (id, number, customer_id, rep_id, channel, state, workflow_id, time_zone, placed_at, promised_date, delivered_at,
  closed_at, version)
select o.id, o.number, o.customer_id, o.rep_id, c.region,
  (case o.status when 'open' then 'OPEN' when 'done' then 'DELIVERED' else 'CANCELLED' end)::order_state,
  e.steps - 7, 'UTC', o.created_at, (o.due_at at time zone 'UTC')::date,
  case when o.status = 'done' then e.at end, case when o.status <> 'open' then e.at end, 1 + o.priority
from app.orders o join app.customers c on c.id = o.customer_id join ended e on e.order_id = o.id order by o.id;

insert into order_line (order_id, position, product_id, quantity)
select order_id, row_number() over (partition by order_id order by id) - 1, product_id, quantity from app.order_lines order by order_id, id;

insert into order_step (order_id, position, workflow_id, department_id, state, holder_id, version, ready_at, first_ready_at, started_at,
  finished_at, promised_date)
select s.order_id, s.seq - 1, e.steps - 7, s.department_id,
  (case s.state when 'pending' then 'WAITING' when 'ready' then 'READY' when 'active' then 'IN_PROGRESS' else 'DONE' end)::step_state,
  s.holder_id, s.seq, s.ready_at, s.ready_at, s.started_at, s.completed_at, (o.due_at at time zone 'UTC')::date
from app.order_steps s join ended e on e.order_id = s.order_id join app.orders o on o.id = s.order_id order by s.order_id, s.seq;

insert into step_run (order_id, position, number, holder_id, ready_at, started_at, finished_at)
select order_id, seq - 1, 1, holder_id, ready_at, started_at, completed_at
from app.order_steps where ready_at is not null order by order_id, seq;

-- The log. Each order is placed as it stands; what app tells of it afterwards comes on top, 20 events each: together they fold to the
-- tables. Numbered without a gap, the events of an order are one transaction.
create function pg_temp.ms(at timestamptz) returns bigint language sql immutable as 'select (extract(epoch from at) * 1000)::bigint';

create temporary table told on commit drop as
select s.order_id, s.position, w.key, s.state, s.holder_id, s.version,
  case when r.number is not null then jsonb_build_object('number', r.number, 'holderId', r.holder_id, 'readyAt', pg_temp.ms(r.ready_at),
    'startedAt', pg_temp.ms(r.started_at), 'finishedAt', pg_temp.ms(r.finished_at)) end as run
from order_step s join workflow_step w on w.workflow_id = s.workflow_id and w.position = s.position
left join step_run r on r.order_id = s.order_id and r.position = s.position order by s.order_id, s.position;
create unique index on told (order_id, position);
analyze told;

create temporary table counted on commit drop as
select o.id as order_id, sum(1 + coalesce(e.events, 0)) over (order by o.id) - coalesce(e.events, 0) as first_seq
from orders o left join (select order_id, count(*) as events from app.events group by order_id) e on e.order_id = o.id;
create unique index on counted (order_id);
analyze counted;

insert into event (seq, transaction_id, type, at, recorded_at, actor, order_id, imported, payload)
select n.first_seq, o.id::text::xid8, 'ORDER_PLACED', o.placed_at, o.placed_at, jsonb_build_object('kind', 'PERSON', 'id', o.rep_id), o.id, true,
  jsonb_build_object('orderVersion', o.version, 'order', jsonb_build_object('number', o.number, 'externalIds', '[]'::jsonb,
    'customerId', o.customer_id, 'repId', o.rep_id, 'channel', o.channel, 'circumstances', '[]'::jsonb, 'attributes', '{}'::jsonb,
    'state', o.state, 'workflowId', o.workflow_id, 'timeZone', o.time_zone, 'placedAt', pg_temp.ms(o.placed_at), 'requestedDate', null,
    'promisedDate', o.promised_date, 'deliveredAt', pg_temp.ms(o.delivered_at), 'closedAt', pg_temp.ms(o.closed_at), 'version', o.version,
    'lines', (select coalesce(jsonb_agg(jsonb_build_object('productId', l.product_id, 'quantity', l.quantity::text) order by l.position), '[]')
      from order_line l where l.order_id = o.id),
    'steps', (select jsonb_agg(jsonb_build_object('key', t.key, 'position', t.position, 'state', t.state, 'holderId', t.holder_id,
      'blockedFrom', null, 'returns', 0, 'version', t.version, 'holds', '[]'::jsonb,
      'runs', case when t.run is null then '[]'::jsonb else jsonb_build_array(t.run) end) order by t.position)
      from told t where t.order_id = o.id)))
from orders o join counted n on n.order_id = o.id order by o.id;

insert into event (seq, transaction_id, type, at, recorded_at, actor, reason, order_id, position, department_id, imported, payload)
select n.first_seq + row_number() over (partition by e.order_id order by e.id), e.order_id::text::xid8,
  (case when e.kind in ('moved', 'note') then 'STEP_ASSIGNED' else 'STEP_CHANGED' end)::event_type,
  e.at, e.at, jsonb_build_object('kind', 'PERSON', 'id', e.actor_id), e.note, e.order_id, t.position, s.department_id, true,
  jsonb_build_object('orderVersion', o.version, 'step', t.key, 'stepVersion', t.version, 'holderId', t.holder_id)
    || case when e.kind in ('moved', 'note') then '{}'::jsonb else jsonb_build_object('to', t.state, 'run', t.run, 'from',
      case t.state when 'DONE' then 'IN_PROGRESS' when 'IN_PROGRESS' then 'READY' else 'WAITING' end) end
from app.events e join app.order_steps s on s.id = e.step_id join told t on t.order_id = e.order_id and t.position = s.seq - 1
join orders o on o.id = e.order_id join counted n on n.order_id = e.order_id order by e.order_id, e.id;

select setval('department_id_seq', (select max(id) from department)), setval('person_id_seq', (select max(id) from person)),
  setval('customer_id_seq', (select max(id) from customer)), setval('product_id_seq', (select max(id) from product)),
  setval('workflow_id_seq', (select max(id) from workflow)), setval('orders_id_seq', (select max(id) from orders)),
  setval('event_id_seq', (select max(id) from event));
