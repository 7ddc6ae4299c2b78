import { firstDifference } from '../domain/difference.ts'
import type { Order } from '../domain/order.ts'
import { foldLog } from '../domain/order-history-fold.ts'
import type { Tx } from '../storage/database.ts'
import { loadOrders } from '../storage/order-load.ts'
import { countNumbered, countOrders, orderIdsAfter, readOrderLogs } from '../storage/order-log.ts'
import { inSnapshot } from '../storage/snapshot.ts'
import type { Baton } from './baton.ts'

/** Orders compared at once; each lot is one snapshot, so a live server may go on meanwhile. */
const LOT = 200

export type Verification = {
  readonly orders: number
  readonly events: number
  /** The first thing that is not as the log says; null: all is. */
  readonly difference: string | null
}

/**
 * Folds the log of every order and compares the result with the tables; and that the feed's numbers have no gap. Stops at the
 * first difference. `progress` is told how many orders are done, of how many.
 */
export async function verify(baton: Baton, progress: (done: number, all: number) => void): Promise<Verification> {
  const { database } = baton
  const { count, highest } = await countNumbered(database.pool)
  const all = await countOrders(database.pool)
  const done = { orders: 0, events: count }
  if (count !== highest)
    return { ...done, difference: `the feed holds ${count} numbered events, the highest number is ${highest}` }
  let last = 0
  for (;;) {
    const lot = await inSnapshot(database, (tx) => verifyLot(tx, baton, last))
    if (lot.difference !== null || lot.ids.length === 0) return { ...done, difference: lot.difference }
    last = lot.ids.at(-1)!
    done.orders += lot.ids.length
    progress(done.orders, all)
  }
}

async function verifyLot(tx: Tx, { directory }: Baton, after: number) {
  const ids = await orderIdsAfter(tx, after, LOT)
  const stored = await loadOrders(tx, ids, (id) => directory.workflowOf(tx, id))
  const logs = await readOrderLogs(tx, ids)
  for (const id of ids) {
    const difference = compare(stored.get(id)!, foldLog(logs.get(id) ?? [], id))
    if (difference !== null) return { ids, difference }
  }
  return { ids, difference: null }
}

function compare(stored: Order, folded: Order | null): string | null {
  if (!folded) return `order ${stored.number}: the log does not tell that it was placed`
  const found = firstDifference(stored, folded)
  if (!found) return null
  return `order ${stored.number}: ${found.path} is ${JSON.stringify(found.left)} in the tables, ${JSON.stringify(found.right)} by the log`
}
