import DataLoader from 'dataloader'
import type { Customer, Product } from '../domain/directory.ts'
import type { StoredEvent } from '../domain/event.ts'
import type { Order } from '../domain/order.ts'
import type { Requirement } from '../domain/requirement.ts'
import { customersById, customersWithOrders } from '../storage/customer-queries.ts'
import type { Tx } from '../storage/database.ts'
import { orderIdsByNumber, readOrders, type WholeRows } from '../storage/order-load.ts'
import {
  orderRequirementsById,
  requirementsOfOrders,
  type StoredOrderRequirement,
} from '../storage/order-requirement-queries.ts'
import { integrationNames } from '../storage/person-queries.ts'
import { productsById } from '../storage/product-queries.ts'
import { requirementsById, requirementsInForce } from '../storage/requirement-queries.ts'
import type { Baton } from './baton.ts'

/**
 * What one request has read so far, each thing once and many of a kind in one statement. They know nothing of who asks:
 * visibility is applied by the reads that use them. Made anew for each request, after each mutation and for each frame of a
 * watch, since what they hold never changes. Each is made when it is first asked for: most requests ask for one or two.
 */
export type Loaders = {
  /** A whole order: its steps, runs, holds, lines and external ids. */
  readonly order: DataLoader<number, Order | null>
  readonly orderId: DataLoader<string, number | null>
  readonly customer: DataLoader<number, Customer | null>
  /** Whether a customer has an order that was not cancelled. */
  readonly hasOrdered: DataLoader<number, boolean>
  readonly product: DataLoader<number, Product | null>
  readonly requirement: DataLoader<number, Requirement | null>
  /** All that is in force now. */
  readonly inForce: () => Promise<readonly Requirement[]>
  readonly orderRequirement: DataLoader<number, StoredOrderRequirement | null>
  /** What an order owes. */
  readonly owedBy: DataLoader<number, readonly StoredOrderRequirement[]>
  readonly integrationName: DataLoader<number, string | null>
  /** What came along with orders, in the statement that read them. */
  readonly along: {
    readonly customers: Map<number, Customer>
    /** By the order itself: the same order may be asked for twice with other events each. */
    readonly events: Map<Order, readonly StoredEvent[]>
  }
}

/** Orders that are at hand as rows, and who hears when one is asked for. */
type AtHand = { readonly orders: WholeRows; want(): void }

const MAKERS: { readonly [Name in keyof Loaders]: (baton: Baton, atHand: AtHand | null) => Loaders[Name] } = {
  order: ({ database, directory }, atHand) =>
    byKey((ids) => {
      atHand?.want()
      return readOrders(database, ids, (id) => directory.workflowOf(database.pool, id), atHand?.orders)
    }),
  orderId: ({ database }) => byKey((numbers) => orderIdsByNumber(database.pool, numbers)),
  customer: ({ database }) => byKey(async (ids) => indexed(await customersById(database.pool, ids))),
  hasOrdered: ({ database }) => flag((ids) => customersWithOrders(database.pool, ids)),
  product: ({ database }) => byKey(async (ids) => indexed(await productsById(database.pool, ids))),
  requirement: ({ database }) => byKey(async (ids) => indexed(await requirementsById(database.pool, ids))),
  inForce: ({ database, clock }) => once(() => requirementsInForce(database.pool, clock())),
  orderRequirement: ({ database }) => byKey(async (ids) => indexed(await orderRequirementsById(database.pool, ids))),
  owedBy: ({ database }) => owedBy(database.pool),
  integrationName: ({ database }) => byKey((ids) => integrationNames(database.pool, ids)),
  along: () => ({ customers: new Map(), events: new Map() }),
}

/** Has none of the loaders until it is asked for them. */
class Unmade {
  readonly baton: Baton
  readonly atHand: AtHand | null

  constructor(baton: Baton, atHand: AtHand | null) {
    this.baton = baton
    this.atHand = atHand
  }
}
for (const [name, make] of Object.entries(MAKERS))
  Object.defineProperty(Unmade.prototype, name, {
    get(this: Unmade) {
      const value = make(this.baton, this.atHand)
      Object.defineProperty(this, name, { value })
      return value
    },
  })

export function makeLoaders(baton: Baton, atHand: AtHand | null = null): Loaders {
  return new Unmade(baton, atHand) as unknown as Loaders
}

function byKey<K, V>(read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>): DataLoader<K, V | null> {
  return new DataLoader(async (keys) => {
    const found = await read(keys)
    return keys.map((key) => found.get(key) ?? null)
  })
}

function flag<K>(read: (keys: readonly K[]) => Promise<ReadonlySet<K>>): DataLoader<K, boolean> {
  return new DataLoader(async (keys) => {
    const found = await read(keys)
    return keys.map((key) => found.has(key))
  })
}

function owedBy(tx: Tx): DataLoader<number, readonly StoredOrderRequirement[]> {
  return new DataLoader(async (ids) => {
    const found = Map.groupBy(await requirementsOfOrders(tx, ids), (one) => one.orderId)
    return ids.map((id) => found.get(id) ?? [])
  })
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null
  return () => {
    reading ??= read()
    return reading
  }
}

function indexed<T extends { readonly id: number }>(list: readonly T[]): Map<number, T> {
  return new Map(list.map((one) => [one.id, one]))
}
