import { and, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { orderRequirement, orders } from '../../drizzle/order-tables.ts'
import { person, requirement, requirementAcknowledgement } from '../../drizzle/tables.ts'
import type { Requirement } from '../domain/requirement.ts'
import type { Instant, RequirementKind } from '../domain/vocabulary.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'
import { ordering, type Place, type Sort, type Window, within } from './keyset.ts'
import { PERSON_SORT } from './person-queries.ts'

/** Which requirements are meant: in force at `at`; what is null does not narrow. */
export type RequirementCriteria = {
  readonly at: Instant
  readonly departmentId: number | null
  readonly kind: RequirementKind | null
}

export const REQUIREMENT_SORT: Sort = { name: 'requirement', keys: [{ column: requirement.id, kind: 'number' }] }

export async function requirementsById(tx: Tx, ids: readonly number[]): Promise<Requirement[]> {
  return tx.select().from(requirement).where(anyOf(requirement.id, ids))
}

/** All that is in force at `at`: reference data, a few rows a department. */
export async function requirementsInForce(tx: Tx, at: Instant): Promise<Requirement[]> {
  return tx.select().from(requirement).where(isInForce(at)).orderBy(requirement.id)
}

export async function pageRequirements(
  tx: Tx,
  criteria: RequirementCriteria,
  window: Window,
): Promise<(Requirement & { place: Place })[]> {
  const found = await tx
    .select()
    .from(requirement)
    .where(and(matching(criteria), within(REQUIREMENT_SORT, window)))
    .orderBy(...ordering(REQUIREMENT_SORT, window))
    .limit(window.limit)
  return found.map((one) => ({ ...one, place: [one.id] }))
}

export async function countRequirements(tx: Tx, criteria: RequirementCriteria): Promise<number> {
  return tx.$count(requirement, matching(criteria))
}

export const ACKNOWLEDGEMENT_SORT: Sort = {
  name: 'acknowledged',
  keys: [
    { column: requirementAcknowledgement.at, kind: 'instant' },
    { column: requirementAcknowledgement.personId, kind: 'number' },
  ],
}

/** Who has read it, the first first. */
export async function pageAcknowledgements(
  tx: Tx,
  requirementId: number,
  window: Window,
): Promise<{ personId: number; at: Instant; place: Place }[]> {
  const { personId, at } = requirementAcknowledgement
  const found = await tx
    .select({ personId, at })
    .from(requirementAcknowledgement)
    .where(and(eq(requirementAcknowledgement.requirementId, requirementId), within(ACKNOWLEDGEMENT_SORT, window)))
    .orderBy(...ordering(ACKNOWLEDGEMENT_SORT, window))
    .limit(window.limit)
  return found.map((row) => ({ ...row, place: [row.at, row.personId] }))
}

export async function countAcknowledgements(tx: Tx, requirementId: number): Promise<number> {
  return tx.$count(requirementAcknowledgement, eq(requirementAcknowledgement.requirementId, requirementId))
}

/** Reps of open orders that the requirement touches who have not read it, by name. */
export async function pageUnacknowledged(
  tx: Tx,
  requirementId: number,
  window: Window,
): Promise<{ personId: number; place: Place }[]> {
  const found = await tx
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(and(hasNotRead(requirementId), within(PERSON_SORT, window)))
    .orderBy(...ordering(PERSON_SORT, window))
    .limit(window.limit)
  return found.map(({ id, name }) => ({ personId: id, place: [name, id] }))
}

export async function countUnacknowledged(tx: Tx, requirementId: number): Promise<number> {
  return tx.$count(person, hasNotRead(requirementId))
}

export const UNREAD_SORT: Sort = {
  name: 'unread',
  keys: [
    { column: requirement.publishedAt, kind: 'instant', isDescending: true },
    { column: requirement.id, kind: 'number', isDescending: true },
  ],
}

/** Requirements that touch open orders of the person as their rep and that this person has not read, the newest first. */
export async function pageUnread(
  tx: Tx,
  personId: number,
  window: Window,
): Promise<(Requirement & { place: Place })[]> {
  const found = await tx
    .select()
    .from(requirement)
    .where(and(isUnread(personId), within(UNREAD_SORT, window)))
    .orderBy(...ordering(UNREAD_SORT, window))
    .limit(window.limit)
  return found.map((one) => ({ ...one, place: [one.publishedAt, one.id] }))
}

export async function countUnread(tx: Tx, personId: number): Promise<number> {
  return tx.$count(requirement, isUnread(personId))
}

function isInForce(at: Instant): SQL | undefined {
  return and(lte(requirement.effectiveFrom, at), or(isNull(requirement.effectiveTo), gt(requirement.effectiveTo, at)))
}

function matching({ at, departmentId, kind }: RequirementCriteria): SQL | undefined {
  return and(
    isInForce(at),
    departmentId === null ? undefined : eq(requirement.departmentId, departmentId),
    kind === null ? undefined : eq(requirement.kind, kind),
  )
}

const touching = sql`${orderRequirement} join ${orders} on ${orders.id} = ${orderRequirement.orderId} and ${orders.state} = 'OPEN'`

function hasNotRead(requirementId: number): SQL {
  const { personId } = requirementAcknowledgement
  return sql`${person.id} in (select ${orders.repId} from ${touching} where ${orderRequirement.requirementId} = ${requirementId})
    and not exists (select 1 from ${requirementAcknowledgement} where ${personId} = ${person.id}
      and ${requirementAcknowledgement.requirementId} = ${requirementId})`
}

function isUnread(personId: number): SQL {
  return sql`${requirement.id} in (select ${orderRequirement.requirementId} from ${touching} where ${orders.repId} = ${personId})
    and not exists (select 1 from ${requirementAcknowledgement} where ${requirementAcknowledgement.personId} = ${personId}
      and ${requirementAcknowledgement.requirementId} = ${requirement.id})`
}
