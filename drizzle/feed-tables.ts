import { sql } from 'drizzle-orm'
import * as pg from 'drizzle-orm/pg-core'
import * as words from '../server/domain/vocabulary.ts'
import { instant, xid8 } from './columns.ts'
import { orders } from './order-tables.ts'
import { actor, department, identity, person, ref } from './tables.ts'

export const eventType = pg.pgEnum('event_type', words.EVENT_TYPES)
export const scope = pg.pgEnum('scope', words.SCOPES)

/**
 * The append-only log. A row is inserted without `seq` in the transaction of its change; the numberer gives the number once
 * that is committed. Readers see numbered rows only.
 */
export const event = pg.pgTable(
  'event',
  {
    id: identity(),
    seq: ref(),
    transactionId: xid8().notNull().default(sql`pg_current_xact_id()`),
    type: eventType().notNull(),
    at: instant().notNull(),
    recordedAt: instant().notNull(),
    actor: actor(),
    reason: pg.text(),
    orderId: ref().references(() => orders.id),
    position: pg.integer(),
    departmentId: ref().references(() => department.id),
    imported: pg.boolean().notNull().default(false),
    payloadVersion: pg.smallint().notNull().default(1),
    payload: pg.jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    pg.uniqueIndex('event_seq').on(t.seq),
    pg.index('event_unnumbered').on(t.id).where(sql`${t.seq} is null`),
    pg.index().on(t.orderId, t.seq),
    pg.check('event_seq_positive', sql`${t.seq} > 0`),
  ],
)

/** One row: what makes cursors of this database foreign to every other, beside the cluster's identity and timeline. */
export const feedEpoch = pg.pgTable(
  'feed_epoch',
  { isSingle: pg.boolean().primaryKey().default(true), salt: pg.uuid().notNull().default(sql`gen_random_uuid()`) },
  (t) => [pg.check('feed_epoch_only_one', sql`${t.isSingle}`)],
)

/** What an integration has reported already, by the name that it gave the change. */
export const reportedChange = pg.pgTable(
  'reported_change',
  { source: pg.text().notNull(), sourceId: pg.text().notNull(), recordedAt: instant().notNull() },
  (t) => [pg.primaryKey({ columns: [t.source, t.sourceId] })],
)

/** The answer to a mutation, by the key that the caller gave it; kept 24 hours. */
export const idempotency = pg.pgTable(
  'idempotency',
  {
    credential: pg.text().notNull(),
    mutation: pg.text().notNull(),
    key: pg.text().notNull(),
    inputDigest: pg.text().notNull(),
    result: pg.jsonb(),
    createdAt: instant().notNull(),
  },
  (t) => [pg.primaryKey({ columns: [t.credential, t.mutation, t.key] }), pg.index().on(t.createdAt)],
)

/** Bearer tokens; only their SHA-256 is kept. With a person it acts as that person, else as an integration. */
export const apiToken = pg.pgTable('api_token', {
  id: identity(),
  name: pg.text().notNull(),
  digest: pg.text().notNull().unique(),
  scopes: scope().array().notNull(),
  personId: ref().references(() => person.id),
  createdAt: instant().notNull(),
  expiresAt: instant(),
  lastUsedAt: instant(),
  revokedAt: instant(),
})

/** A person signed in with the page; only the SHA-256 of the cookie is kept. */
export const session = pg.pgTable(
  'session',
  {
    digest: pg.text().primaryKey(),
    personId: ref()
      .notNull()
      .references(() => person.id),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [pg.index().on(t.expiresAt)],
)
