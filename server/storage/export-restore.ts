import { eq, inArray, sql } from 'drizzle-orm'
import { apiToken } from '../../drizzle/feed-tables.ts'
import { orderRequirement } from '../../drizzle/order-tables.ts'
import { department, requirementAcknowledgement } from '../../drizzle/tables.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { rows, type Tx } from './database.ts'
import { insertRows } from './rows.ts'

/** What orders owe, with the numbers that these rows got. */
export async function insertObligations(
  tx: Tx,
  owed: readonly Omit<typeof orderRequirement.$inferInsert, 'id'>[],
): Promise<number[]> {
  const next = sql`nextval(pg_get_serial_sequence('order_requirement', 'id'))`
  const taken = await rows<{ id: string | number }>(
    tx,
    sql`select ${next} as id from generate_series(1, ${owed.length}::int)`,
  )
  const ids = taken.map(({ id }) => Number(id))
  await insertRows(
    tx,
    orderRequirement,
    owed.map((one, index) => ({ ...one, id: ids[index]! })),
  )
  return ids
}

/** An integration that nobody can be: its secret is not known to anybody, and it is revoked. */
export async function insertRevokedToken(tx: Tx, name: string, createdAt: Instant, now: Instant): Promise<number> {
  const digest = `restored ${crypto.randomUUID()}`
  const row = { name, digest, scopes: [], personId: null, createdAt, revokedAt: now }
  const [added] = await tx.insert(apiToken).values(row).returning({ id: apiToken.id })
  return added!.id
}

export async function setLead(tx: Tx, departmentId: number, leadId: number): Promise<void> {
  await tx.update(department).set({ leadId }).where(eq(department.id, departmentId))
}

type Acknowledged = typeof requirementAcknowledgement.$inferInsert

/** Adds those that are not there yet. */
export async function addAcknowledgements(tx: Tx, read: readonly Acknowledged[]): Promise<void> {
  const requirements = [...new Set(read.map((one) => one.requirementId))]
  if (requirements.length === 0) return
  const known = await tx
    .select()
    .from(requirementAcknowledgement)
    .where(inArray(requirementAcknowledgement.requirementId, requirements))
  const keyOf = ({ requirementId, personId }: Acknowledged) => `${requirementId} ${personId}`
  const there = new Set(known.map(keyOf))
  const missing = read.filter((one) => !there.has(keyOf(one)))
  await insertRows(tx, requirementAcknowledgement, missing)
}
