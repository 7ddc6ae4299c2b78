with sold as (
  select id from app.orders where number = $1::text::jsonb ->> 'number' for update
), told as (
  insert into app.told (order_id, kind, at, note) select id, 'moved', now(), $1::text::jsonb ->> 'note' from sold returning 1
)
select pg_notify('order_feed', $1) from told
