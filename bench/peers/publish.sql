with sold as (
  select id, version from orders where number = $1::text::jsonb ->> 'number' for update
), told as (
  insert into event (type, at, recorded_at, reason, order_id, position, department_id, payload)
  select 'STEP_ASSIGNED', now(), now(), $1::text::jsonb ->> 'note', s.order_id, s.position, s.department_id,
    jsonb_build_object('orderVersion', sold.version, 'step', w.key, 'stepVersion', s.version, 'holderId', s.holder_id)
  from sold join order_step s on s.order_id = sold.id and s.position = 0
  join workflow_step w on w.workflow_id = s.workflow_id and w.position = s.position returning 1
)
select pg_notify('baton_feed', '') from told
