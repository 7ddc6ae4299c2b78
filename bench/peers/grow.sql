-- Makes of a database that load.sql filled one of its first $orders orders and $copies copies of each, with the placing and the first four
-- events of every order: companies of two sizes in which one order is like another.
create temporary table first_orders on commit drop as select * from orders where id <= $orders;
create temporary table first_order_line on commit drop as select * from order_line where order_id <= $orders;
create temporary table first_order_step on commit drop as select * from order_step where order_id <= $orders;
create temporary table first_step_run on commit drop as select * from step_run where order_id <= $orders;
create temporary table first_event on commit drop as
select * from (
  select e.*, row_number() over (partition by order_id order by seq) as place from event e where order_id <= $orders
) placed where place <= 5;
truncate event, step_run, order_step, order_line, orders cascade;

do $$
declare
  name text;
  columns text;
  copied text;
  index record;
begin
  -- An index is made in a fraction of the time that it takes to grow.
  create temporary table dropped on commit drop as
  select indexrelid::regclass::text as index, pg_get_indexdef(indexrelid) as definition from pg_index
  where indrelid in ('orders'::regclass, 'order_line'::regclass, 'order_step'::regclass, 'step_run'::regclass, 'event'::regclass)
    and indexrelid not in (select conindid from pg_constraint);
  for index in select * from dropped loop execute 'drop index ' || index.index; end loop;
  foreach name in array array['orders', 'order_line', 'order_step', 'step_run', 'event'] loop
    select string_agg(quote_ident(column_name), ', ' order by ordinal_position),
      string_agg(case
        when name = 'orders' and column_name = 'id' or column_name = 'order_id' then quote_ident(column_name) || ' + copy * $orders'
        when name = 'orders' and column_name = 'number' then '''SO-'' || lpad((id + copy * $orders)::text, 7, ''0'')'
        when name = 'event' and column_name in ('id', 'seq') then '(order_id + copy * $orders - 1) * 5 + place'
        when name = 'event' and column_name = 'transaction_id' then '(order_id + copy * $orders)::text::xid8'
        else quote_ident(column_name) end, ', ' order by ordinal_position)
    into columns, copied
    from information_schema.columns c where c.table_schema = 'public' and c.table_name = name;
    execute format('insert into %I (%s) select %s from generate_series(0, $copies) copy, %I order by 1', name, columns, copied, 'first_' || name);
  end loop;
  for index in select * from dropped loop execute index.definition; end loop;
end $$;

select setval('orders_id_seq', (select max(id) from orders)), setval('event_id_seq', (select max(id) from event));
