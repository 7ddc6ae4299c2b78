import { sql } from 'drizzle-orm'
import * as pg from 'drizzle-orm/pg-core'
import type { Calendar } from '../server/domain/directory.ts'
import { PHONE } from '../server/domain/phone.ts'
import * as words from '../server/domain/vocabulary.ts'
import { instant } from './columns.ts'

/** Reference data: who works here and how things work. Versions of workflows and requirements are added, never changed. */
export const requirementKind = pg.pgEnum('requirement_kind', words.REQUIREMENT_KINDS)
export const clock = pg.pgEnum('clock', words.CLOCKS)

export const identity = () => pg.bigint({ mode: 'number' }).primaryKey().generatedByDefaultAsIdentity()
export const ref = () => pg.bigint({ mode: 'number' })
export const actor = () => pg.jsonb().$type<words.Actor>()

// ---------------------------------------------------------------- who works here

export const department = pg.pgTable('department', {
  id: identity(),
  key: pg.text().notNull().unique(),
  name: pg.text().notNull(),
  isExternal: pg.boolean().notNull().default(false),
  timeZone: pg.text().notNull(),
  calendar: pg.jsonb().$type<Calendar>().notNull(),
  leadId: ref().references((): pg.AnyPgColumn => person.id),
})

export const person = pg.pgTable(
  'person',
  {
    id: identity(),
    key: pg.text().notNull().unique(),
    name: pg.text().notNull(),
    email: pg.text(),
    phone: pg.text(),
    title: pg.text(),
    departmentId: ref().references(() => department.id),
    isRep: pg.boolean().notNull().default(false),
    isAdmin: pg.boolean().notNull().default(false),
  },
  (t) => [
    pg.index().on(t.departmentId),
    pg.check('person_phone_by_e164', sql`${t.phone} ~ ${sql.raw(`'${PHONE.source}'`)}`),
  ],
)

export const customer = pg.pgTable(
  'customer',
  {
    id: identity(),
    key: pg.text().notNull().unique(),
    name: pg.text().notNull(),
    accountManagerId: ref().references(() => person.id),
  },
  (t) => [pg.index().on(t.name, t.id)],
)

export const product = pg.pgTable(
  'product',
  { id: identity(), sku: pg.text().notNull().unique(), name: pg.text().notNull(), category: pg.text() },
  (t) => [pg.index().on(t.name, t.id)],
)

// ---------------------------------------------------------------- how things work

export const workflow = pg.pgTable(
  'workflow',
  {
    id: identity(),
    key: pg.text().notNull(),
    version: pg.integer().notNull(),
    name: pg.text().notNull(),
    appliesWhen: pg.text(),
    discovered: pg.boolean().notNull().default(false),
    publishedAt: instant().notNull(),
    publishedBy: actor(),
  },
  (t) => [pg.unique().on(t.key, t.version), pg.check('workflow_version_positive', sql`${t.version} > 0`)],
)

export const workflowStep = pg.pgTable(
  'workflow_step',
  {
    workflowId: ref()
      .notNull()
      .references(() => workflow.id),
    position: pg.integer().notNull(),
    key: pg.text().notNull(),
    name: pg.text().notNull(),
    departmentId: ref()
      .notNull()
      .references(() => department.id),
    appliesWhen: pg.text(),
    delivers: pg.boolean().notNull(),
  },
  (t) => [
    pg.primaryKey({ columns: [t.workflowId, t.position] }),
    pg.unique().on(t.workflowId, t.key),
    pg.index().on(t.departmentId),
  ],
)

export const workflowStepDependency = pg.pgTable(
  'workflow_step_dependency',
  { workflowId: ref().notNull(), position: pg.integer().notNull(), dependsOn: pg.integer().notNull() },
  (t) => [
    pg.primaryKey({ columns: [t.workflowId, t.position, t.dependsOn] }),
    pg.foreignKey({
      columns: [t.workflowId, t.position],
      foreignColumns: [workflowStep.workflowId, workflowStep.position],
    }),
    pg.foreignKey({
      columns: [t.workflowId, t.dependsOn],
      foreignColumns: [workflowStep.workflowId, workflowStep.position],
    }),
    pg.check('workflow_step_not_before_itself', sql`${t.position} <> ${t.dependsOn}`),
  ],
)

/** `seriesId` is the id of version 1; that two versions of a series never overlap is an exclusion constraint (migration 0001). */
export const requirement = pg.pgTable(
  'requirement',
  {
    id: identity(),
    seriesId: ref().notNull(),
    departmentId: ref()
      .notNull()
      .references(() => department.id),
    key: pg.text().notNull(),
    version: pg.integer().notNull(),
    kind: requirementKind().notNull(),
    title: pg.text().notNull(),
    details: pg.text(),
    formUrl: pg.text(),
    workflowKey: pg.text(),
    stepKeys: pg.text().array().notNull().default([]),
    duration: pg.text(),
    clock: clock().notNull(),
    appliesWhen: pg.text(),
    owedById: ref().references(() => department.id),
    bindsOpenOrders: pg.boolean().notNull().default(false),
    effectiveFrom: instant().notNull(),
    effectiveTo: instant(),
    publishedBy: actor(),
    publishedAt: instant().notNull(),
    supersedesId: ref().references((): pg.AnyPgColumn => requirement.id),
  },
  (t) => [
    pg.unique().on(t.departmentId, t.key, t.version),
    pg.unique().on(t.supersedesId),
    pg.check('requirement_ends_after_it_begins', sql`${t.effectiveTo} >= ${t.effectiveFrom}`),
  ],
)

export const requirementAcknowledgement = pg.pgTable(
  'requirement_acknowledgement',
  {
    requirementId: ref()
      .notNull()
      .references(() => requirement.id),
    personId: ref()
      .notNull()
      .references(() => person.id),
    at: instant().notNull(),
  },
  (t) => [pg.primaryKey({ columns: [t.requirementId, t.personId] }), pg.index().on(t.personId)],
)
