import { getTableName, sql } from 'drizzle-orm'
import { orderRequirement, orders } from '../../drizzle/order-tables.ts'
import {
  customer,
  department,
  person,
  product,
  requirement,
  requirementAcknowledgement,
  workflow,
} from '../../drizzle/tables.ts'
import type { Customer, Department, Person, Product } from '../domain/directory.ts'
import type { Requirement } from '../domain/requirement.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { rows, type Tx } from './database.ts'
import { insertRows, upsertRows } from './rows.ts'

/** Names the lock under which one process at a time fills an empty database; no other lock of Baton has this number. */
const FILLING_LOCK = 6_202_615

const NUMBERED = {
  departments: department,
  people: person,
  customers: customer,
  products: product,
  workflows: workflow,
  requirements: requirement,
  orders,
  owed: orderRequirement,
}
type Numbered = keyof typeof NUMBERED

/** Waits for whoever else is filling the database. True where nobody has: there is no department. */
export async function lockEmpty(tx: Tx): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(${FILLING_LOCK})`)
  const found = await tx.select({ id: department.id }).from(department).limit(1)
  return found.length === 0
}

/** Numbers for so many rows of each kind to come, ascending, that no other row will get. */
export async function allocateNumbers(
  tx: Tx,
  counts: Readonly<Record<Numbered, number>>,
): Promise<Record<Numbered, number[]>> {
  const wanted = JSON.stringify(
    Object.entries(counts).map(([kind, count]) => ({ kind, name: getTableName(NUMBERED[kind as Numbered]), count })),
  )
  const taken = await rows<{ kind: Numbered; ids: number[] }>(
    tx,
    sql`select kind, json_agg(nextval(pg_get_serial_sequence(name, 'id'))) as ids
      from jsonb_to_recordset(${wanted}::jsonb) as wanted (kind text, name text, count int), generate_series(1, count)
      group by kind`,
  )
  const ids = new Map(taken.map((row) => [row.kind, row.ids.sort((one, other) => one - other)]))
  return Object.fromEntries(Object.keys(counts).map((kind) => [kind, ids.get(kind as Numbered) ?? []])) as never
}

/** Departments with their leads and people with their departments: each needs the other, so the leads come last. */
export async function insertStaff(tx: Tx, departments: readonly Department[], people: readonly Person[]) {
  await insertRows(
    tx,
    department,
    departments.map((one) => ({ ...one, leadId: null })),
  )
  await insertRows(tx, person, people)
  await upsertRows(tx, department, ['id'], departments)
}

export async function insertMarket(tx: Tx, customers: readonly Customer[], products: readonly Product[]) {
  await insertRows(tx, customer, customers)
  await insertRows(tx, product, products)
}

type Acknowledged = { readonly requirementId: number; readonly personId: number; readonly at: Instant }

/** Requirements in every version, and who has read which. */
export async function insertRequirements(tx: Tx, versions: readonly Requirement[], read: readonly Acknowledged[]) {
  await insertRows(
    tx,
    requirement,
    versions.map((version) => ({ ...version, stepKeys: [...version.stepKeys] })),
  )
  await insertRows(tx, requirementAcknowledgement, read)
}

/** What orders owe the departments. */
export async function insertOwed(tx: Tx, owed: readonly (typeof orderRequirement.$inferInsert)[]): Promise<void> {
  await insertRows(tx, orderRequirement, owed)
}

/** Has the planner know what was written: an embedded database never looks by itself. */
export async function analyze(tx: Tx): Promise<void> {
  await tx.execute(sql`analyze`)
}
