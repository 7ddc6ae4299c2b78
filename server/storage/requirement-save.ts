import { and, eq, sql } from 'drizzle-orm'
import { orderRequirement, orders } from '../../drizzle/order-tables.ts'
import { requirement, requirementAcknowledgement } from '../../drizzle/tables.ts'
import type { Requirement } from '../domain/requirement.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { rows, type Tx } from './database.ts'
import { insertRows } from './rows.ts'

/** Every version of every requirement: what an order is bound to is chosen among them. */
export async function allVersions(tx: Tx): Promise<Requirement[]> {
  return tx.select().from(requirement).orderBy(requirement.id)
}

export async function versionsByKey(tx: Tx, departmentId: number, key: string): Promise<Requirement[]> {
  const isSeries = and(eq(requirement.departmentId, departmentId), eq(requirement.key, key))
  return tx.select().from(requirement).where(isSeries).orderBy(requirement.version)
}

export async function nextRequirementId(tx: Tx): Promise<number> {
  const next = sql`select nextval(pg_get_serial_sequence('requirement', 'id')) as id`
  const [row] = await rows<{ id: string | number }>(tx, next)
  return Number(row!.id)
}

export async function insertRequirement(tx: Tx, { stepKeys, ...row }: Requirement): Promise<void> {
  await tx.insert(requirement).values({ ...row, stepKeys: [...stepKeys] })
}

export async function endRequirement(tx: Tx, id: number, effectiveTo: Instant): Promise<void> {
  await tx.update(requirement).set({ effectiveTo }).where(eq(requirement.id, id))
}

export type Binding = { readonly orderId: number; readonly requirementId: number; readonly position: number | null }

export async function insertBindings(tx: Tx, bindings: readonly Binding[]): Promise<void> {
  await insertRows(tx, orderRequirement, bindings)
}

/** Takes back what open orders owe for earlier versions of a series and nobody has handed in. */
export async function unbindEarlier(tx: Tx, { seriesId, id }: Pick<Requirement, 'seriesId' | 'id'>): Promise<void> {
  await tx.execute(sql`
    delete from ${orderRequirement} using ${requirement}, ${orders}
    where ${requirement.id} = ${orderRequirement.requirementId} and ${requirement.seriesId} = ${seriesId} and ${requirement.id} <> ${id}
      and ${orders.id} = ${orderRequirement.orderId} and ${orders.state} = 'OPEN'
      and ${orderRequirement.satisfiedAt} is null and ${orderRequirement.waivedAt} is null`)
}

/** Open orders that owe something for this version. */
export async function countAffectedOrders(tx: Tx, requirementId: number): Promise<number> {
  const [row] = await rows<{ count: string | number }>(
    tx,
    sql`select count(distinct ${orders.id}) as count from ${orderRequirement}
      join ${orders} on ${orders.id} = ${orderRequirement.orderId} and ${orders.state} = 'OPEN'
      where ${orderRequirement.requirementId} = ${requirementId}`,
  )
  return Number(row!.count)
}

/** False where this person had acknowledged it already. */
export async function insertAcknowledgement(
  tx: Tx,
  requirementId: number,
  personId: number,
  at: Instant,
): Promise<boolean> {
  const row = { requirementId, personId, at }
  const added = await tx.insert(requirementAcknowledgement).values(row).onConflictDoNothing().returning()
  return added.length > 0
}
