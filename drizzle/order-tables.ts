import { sql } from 'drizzle-orm'
import * as pg from 'drizzle-orm/pg-core'
import * as words from '../server/domain/vocabulary.ts'
import { calendarDate, instant } from './columns.ts'
import {
  actor,
  customer,
  department,
  identity,
  person,
  product,
  ref,
  requirement,
  workflow,
  workflowStep,
} from './tables.ts'

/**
 * One sale. What belongs to an order is keyed by the order and its place in it, so that an order is read and written in one
 * piece. A step's place (`position`) is that of its workflow version's step.
 */
export const orderState = pg.pgEnum('order_state', words.ORDER_STATES)
export const stepState = pg.pgEnum('step_state', words.STEP_STATES)

export const orders = pg.pgTable(
  'orders',
  {
    id: identity(),
    number: pg.text().notNull().unique(),
    customerId: ref().references(() => customer.id),
    repId: ref().references(() => person.id),
    channel: pg.text(),
    circumstances: pg.text().array().notNull().default([]),
    attributes: pg.jsonb().$type<Record<string, string>>().notNull().default({}),
    state: orderState().notNull(),
    workflowId: ref()
      .notNull()
      .references(() => workflow.id),
    timeZone: pg.text().notNull(),
    placedAt: instant().notNull(),
    requestedDate: calendarDate(),
    promisedDate: calendarDate(),
    deliveredAt: instant(),
    closedAt: instant(),
    version: pg.integer().notNull(),
    /** Of an imported order: a digest of what was read, by which a second import knows it. */
    fingerprint: pg.text(),
  },
  (t) => [
    pg.unique().on(t.id, t.workflowId),
    pg.index().on(t.placedAt, t.id),
    pg.index().on(t.promisedDate, t.id),
    pg.index().on(t.customerId, t.placedAt),
    pg.index().on(t.repId, t.placedAt, t.id),
    pg.index('orders_open_of_rep').on(t.repId, t.promisedDate, t.id).where(sql`${t.state} = 'OPEN'`),
    pg.index().on(t.workflowId, t.placedAt, t.id),
  ],
)

export const orderExternalId = pg.pgTable(
  'order_external_id',
  {
    source: pg.text().notNull(),
    externalId: pg.text().notNull(),
    orderId: ref()
      .notNull()
      .references(() => orders.id),
  },
  (t) => [pg.primaryKey({ columns: [t.source, t.externalId] }), pg.index().on(t.orderId)],
)

export const orderLine = pg.pgTable(
  'order_line',
  {
    orderId: ref()
      .notNull()
      .references(() => orders.id),
    position: pg.integer().notNull(),
    productId: ref()
      .notNull()
      .references(() => product.id),
    quantity: pg.numeric().notNull(),
  },
  (t) => [
    pg.primaryKey({ columns: [t.orderId, t.position] }),
    pg.index().on(t.productId),
    pg.check('order_line_quantity_positive', sql`${t.quantity} > 0`),
  ],
)

/** Runs are in `step_run`, promises in `orders`; what a queue sorts by and what lists show of them is here once more, kept by the same writes. */
export const orderStep = pg.pgTable(
  'order_step',
  {
    orderId: ref().notNull(),
    position: pg.integer().notNull(),
    workflowId: ref().notNull(),
    departmentId: ref()
      .notNull()
      .references(() => department.id),
    state: stepState().notNull(),
    holderId: ref().references(() => person.id),
    blockedFrom: stepState(),
    returns: pg.integer().notNull().default(0),
    version: pg.integer().notNull(),
    /** When its latest run became ready; null before the first. */
    readyAt: instant(),
    /** When its first run became ready. */
    firstReadyAt: instant(),
    /** When its latest run was started. */
    startedAt: instant(),
    /** When its latest run was finished. */
    finishedAt: instant(),
    /** That of its order. */
    promisedDate: calendarDate(),
  },
  (t) => [
    pg.primaryKey({ columns: [t.orderId, t.position] }),
    pg.foreignKey({ columns: [t.orderId, t.workflowId], foreignColumns: [orders.id, orders.workflowId] }),
    pg.foreignKey({
      columns: [t.workflowId, t.position],
      foreignColumns: [workflowStep.workflowId, workflowStep.position],
    }),
    pg
      .index('order_step_queue')
      .on(t.departmentId, t.promisedDate, t.readyAt, t.orderId, t.position)
      .where(sql`${t.state} in ('READY', 'IN_PROGRESS', 'BLOCKED')`),
    // Few of an order's steps are at hand: a list that shows who has each order now reads those alone.
    pg
      .index('order_step_current')
      .on(t.orderId, t.position)
      .where(sql`${t.state} in ('READY', 'IN_PROGRESS', 'BLOCKED')`),
    pg.index().on(t.holderId).where(sql`${t.holderId} is not null`),
    pg.check('order_step_blocked_from', sql`(${t.state} = 'BLOCKED') = (${t.blockedFrom} is not null)`),
  ],
)

export const stepRun = pg.pgTable(
  'step_run',
  {
    orderId: ref().notNull(),
    position: pg.integer().notNull(),
    number: pg.integer().notNull(),
    holderId: ref().references(() => person.id),
    readyAt: instant(),
    startedAt: instant(),
    finishedAt: instant(),
  },
  (t) => [
    pg.primaryKey({ columns: [t.orderId, t.position, t.number] }),
    pg.foreignKey({ columns: [t.orderId, t.position], foreignColumns: [orderStep.orderId, orderStep.position] }),
    pg.check('step_run_finishes_after_it_starts', sql`${t.finishedAt} >= ${t.startedAt}`),
  ],
)

export const hold = pg.pgTable(
  'hold',
  {
    orderId: ref().notNull(),
    position: pg.integer().notNull(),
    number: pg.integer().notNull(),
    reason: pg.text().notNull(),
    since: instant().notNull(),
    placedBy: actor(),
    releasedAt: instant(),
    releasedBy: actor(),
  },
  (t) => [
    pg.primaryKey({ columns: [t.orderId, t.position, t.number] }),
    pg.foreignKey({ columns: [t.orderId, t.position], foreignColumns: [orderStep.orderId, orderStep.position] }),
    pg.check('hold_released_after_it_was_placed', sql`${t.releasedAt} >= ${t.since}`),
  ],
)

/** `position` null: owed for the department's work as a whole. */
export const orderRequirement = pg.pgTable(
  'order_requirement',
  {
    id: identity(),
    orderId: ref()
      .notNull()
      .references(() => orders.id),
    requirementId: ref()
      .notNull()
      .references(() => requirement.id),
    position: pg.integer(),
    satisfiedAt: instant(),
    satisfiedBy: actor(),
    waivedAt: instant(),
    answer: pg.text(),
    evidenceUrl: pg.text(),
    version: pg.integer().notNull().default(1),
  },
  (t) => [
    pg.unique().on(t.orderId, t.requirementId, t.position).nullsNotDistinct(),
    pg.index().on(t.requirementId),
    pg.foreignKey({ columns: [t.orderId, t.position], foreignColumns: [orderStep.orderId, orderStep.position] }),
  ],
)
