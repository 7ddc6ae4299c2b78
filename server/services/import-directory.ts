import type { Calendar } from '../domain/directory.ts'
import type { ActivityLog } from '../interop/activity-log.ts'
import { UNKNOWN_DEPARTMENT } from '../interop/discovery.ts'
import type { Tx } from '../storage/database.ts'
import {
  ensureCustomers,
  ensureDepartments,
  ensurePeople,
  ensureProducts,
  type Keyed,
} from '../storage/import-queries.ts'

/** Logs do not say when a department works: these hours stand until somebody sets its own. */
const USUAL_HOURS: Calendar = {
  weekdays: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })),
  closures: [],
}

export type ImportDirectory = {
  readonly departments: Keyed
  readonly people: Keyed
  readonly customers: Keyed
  readonly products: Keyed
}

/** Adds everybody and everything that the log names and Baton does not know. Who is known stays as they are. */
export async function ensureDirectory(tx: Tx, log: ActivityLog, needsUnknown: boolean): Promise<ImportDirectory> {
  const named = [...log.departments.values(), ...(needsUnknown ? [UNKNOWN_DEPARTMENT] : [])]
  const departments = await ensureDepartments(
    tx,
    named.map((one) => ({ ...one, timeZone: log.timeZone, calendar: USUAL_HOURS })),
  )
  const { reps, buyers, skus } = namedByOrders(log)
  const people = await ensurePeople(
    tx,
    [...log.people.values()].map(({ key, name, department }) => {
      const departmentId = department === null ? null : departments.ids.get(department)!
      return { key, name, departmentId, isRep: reps.has(key) }
    }),
  )
  const customers = await ensureCustomers(
    tx,
    buyers.map((key) => ({ key, name: key })),
  )
  const products = await ensureProducts(
    tx,
    skus.map((sku) => ({ sku, name: sku })),
  )
  return { departments, people, customers, products }
}

/** Whom and what the orders name by a key, which is all that a log tells of customers and products. */
function namedByOrders({ orders }: ActivityLog) {
  const [reps, buyers, skus] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const { rep, customer, lines } of orders) {
    if (rep !== null) reps.add(rep)
    if (customer !== null) buyers.add(customer)
    for (const { sku } of lines) skus.add(sku)
  }
  return { reps, buyers: [...buyers], skus: [...skus] }
}
