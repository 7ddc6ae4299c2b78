import type { OrderRow } from '../documents/orders-documents.ts'
import { byNeed, byPromise, type Ground, needsOf } from './needs.ts'

export type Column = {
  readonly key: 'needs' | 'carried' | 'delivered'
  readonly groups: readonly Group[]
  readonly count: number
}
/** Those that lie with one department; null where it does not matter with whom. */
export type Group = { readonly department: string | null; readonly orders: readonly OrderRow[] }

/**
 * A rep's orders by what they ask of the rep: those that need something, the worst first; those that go their way, by the
 * department that has them; those that were delivered.
 */
export function boardOf(open: readonly OrderRow[], delivered: readonly OrderRow[], ground: Ground): Column[] {
  const needy = open.filter((order) => needsOf(order, ground).length > 0)
  const carried = open.filter((order) => needsOf(order, ground).length === 0)
  return [
    { key: 'needs', groups: alone(needy.toSorted(byNeed(ground))), count: needy.length },
    { key: 'carried', groups: byDepartment(carried), count: carried.length },
    { key: 'delivered', groups: alone(delivered), count: delivered.length },
  ]
}

const alone = (orders: readonly OrderRow[]): Group[] => (orders.length === 0 ? [] : [{ department: null, orders }])

/** An order that several departments have at the same time stands with the first of them. */
function byDepartment(orders: readonly OrderRow[]): Group[] {
  const groups = Map.groupBy(orders.toSorted(byPromise), (order) => order.current[0]?.department.name ?? 'Nobody')
  return [...groups].map(([department, own]) => ({ department, orders: own }))
}
