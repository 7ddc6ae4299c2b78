import type { DatabaseSync } from 'node:sqlite'
import type { OcelStore } from './ocel-store.ts'

/** Orders that an object may lead to. What is linked to more is a catalogue, a place or a company, no part of an order. */
const LEADS_TO = 250

export type Belonging = {
  readonly events: number
  /** Events of no order. */
  readonly ofNone: number
  /** Events of several orders: each of these goes through them. */
  readonly ofSeveral: number
  readonly orders: number
  /** Orders without an event. */
  readonly without: number
}

/**
 * Finds which events belong to which orders, into the table `belonging` of the store (the rows of both): the orders that an event links,
 * else those that its objects lead to over links between objects, the nearest. The way never goes over objects of the types `apart`, such
 * as people, whom many orders share.
 */
export function findBelonging(store: OcelStore, orderTypes: readonly string[], apart: readonly string[]): Belonging {
  const { db } = store
  db.exec('drop table if exists reach; drop table if exists hub; drop table if exists belonging')
  db.exec(`create table hub (object text primary key) without rowid;
    create table reach (object text, "order" integer, distance integer, primary key (object, "order")) without rowid;
    create index reach_by_distance on reach (distance);
    create table belonging ("order" integer, event integer)`)
  const orders = Number(
    db
      .prepare(`insert into reach select ocel_id, rowid, 0 from object where ocel_type in (${places(orderTypes)})`)
      .run(...orderTypes).changes,
  )
  for (let distance = 0; walk(db, distance, apart) > 0; distance += 1) leaveHubs(db, distance + 1)
  db.exec(`insert into belonging select "order", event from (
      select event.rowid as event, "order", distance, min(distance) over (partition by event.rowid) as nearest
      from event join event_object on ocel_event_id = event.ocel_id join reach on object = ocel_object_id)
    where distance = nearest group by 1, 2;
    create index belonging_by_order on belonging ("order", event);
    create index belonging_by_event on belonging (event)`)
  return countBelonging(db, orders)
}

/** One link further; gives how many more were reached. */
function walk(db: DatabaseSync, distance: number, apart: readonly string[]): number {
  const step = (from: string, to: string) =>
    db
      .prepare(
        `insert or ignore into reach select object.ocel_id, "order", ${distance + 1}
        from reach join object_object on ${from} = reach.object join object on object.ocel_id = ${to}
        where distance = ${distance} and object.ocel_type not in (${places(apart)})
        and not exists (select 1 from hub where hub.object = ${to})
        and not exists (select 1 from reach as known where known.object = ${to} and known.distance <= ${distance})`,
      )
      .run(...apart).changes
  return Number(step('ocel_source_id', 'ocel_target_id')) + Number(step('ocel_target_id', 'ocel_source_id'))
}

function leaveHubs(db: DatabaseSync, distance: number): void {
  db.exec(`insert into hub select object from reach where distance = ${distance} group by 1 having count(*) > ${LEADS_TO};
    delete from reach where object in (select object from hub)`)
}

function countBelonging(db: DatabaseSync, orders: number): Belonging {
  const count = (query: string) => Number(db.prepare(`select count(*) as count from ${query}`).get()!.count)
  const events = count('event')
  const ofSome = count('(select distinct event from belonging)')
  const withSome = count('(select distinct "order" from belonging)')
  return {
    events,
    ofNone: events - ofSome,
    ofSeveral: count('(select event from belonging group by 1 having count(*) > 1)'),
    orders,
    without: orders - withSome,
  }
}

function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}
