import { customer } from '../../drizzle/tables.ts'
import type { Tx } from './database.ts'

export async function insertCustomer(tx: Tx, row: typeof customer.$inferInsert): Promise<number> {
  const [added] = await tx.insert(customer).values(row).returning({ id: customer.id })
  return added!.id
}
