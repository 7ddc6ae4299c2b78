-- Where the peers' publisher keeps what it tells, as app.events would: those stay the facts that reads are compared by.
create table if not exists app.told (
  id bigint generated always as identity primary key,
  order_id integer not null references app.orders (id),
  kind text not null,
  at timestamptz not null,
  note text
);
create index if not exists told_of_order on app.told (order_id, id)
