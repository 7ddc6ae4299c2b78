import { and, eq } from 'drizzle-orm'
import { apiToken } from '../../drizzle/feed-tables.ts'
import { person } from '../../drizzle/tables.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'
import { ordering, type Place, type Sort, type Window, within } from './keyset.ts'

/** People by name; the people themselves are in the directory. */
export const PERSON_SORT: Sort = {
  name: 'person',
  keys: [
    { column: person.name, kind: 'text' },
    { column: person.id, kind: 'number' },
  ],
}

export async function pageMembers(
  tx: Tx,
  departmentId: number,
  window: Window,
): Promise<{ personId: number; place: Place }[]> {
  const found = await tx
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(and(eq(person.departmentId, departmentId), within(PERSON_SORT, window)))
    .orderBy(...ordering(PERSON_SORT, window))
    .limit(window.limit)
  return found.map(({ id, name }) => ({ personId: id, place: [name, id] }))
}

export async function countMembers(tx: Tx, departmentId: number): Promise<number> {
  return tx.$count(person, eq(person.departmentId, departmentId))
}

/** The names of integrations, by their tokens' ids; revoked ones too, since what they did stays theirs. */
export async function integrationNames(tx: Tx, ids: readonly number[]): Promise<Map<number, string>> {
  const { id, name } = apiToken
  const found = await tx.select({ id, name }).from(apiToken).where(anyOf(id, ids))
  return new Map(found.map((row) => [row.id, row.name]))
}
