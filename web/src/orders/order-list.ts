import type { OrderRow } from '../documents/orders-documents.ts'

/**
 * Orders as far as they are read, in the order in which they came. What happens to one that is shown changes it in its place
 * and marks it; nothing is put in, taken out or moved until one asks for it.
 */
export type OrderList = {
  /** As they were when they were read: what decides where each stands. */
  readonly placed: readonly OrderRow[]
  /** Those that have changed since, by id, as they are now. */
  readonly fresh: ReadonlyMap<string, OrderRow>
  /** Numbers of orders that were placed since and are not in the list. */
  readonly unread: ReadonlySet<string>
  /** From where to read on; null: all is read. */
  readonly end: string | null
  readonly total: number | null
}

export type ListPage = {
  readonly totalCount: number | null
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly edges: readonly { readonly node: OrderRow }[]
}

export const EMPTY: OrderList = { placed: [], fresh: new Map(), unread: new Set(), end: null, total: null }

/** Puts a page under what is there. An order that moved from one page to the next between two readings stays where it was. */
export function addPage(list: OrderList, page: ListPage): OrderList {
  const known = new Set(list.placed.map((order) => order.id))
  const more = page.edges.map((edge) => edge.node).filter((order) => !known.has(order.id))
  const { hasNextPage, endCursor } = page.pageInfo
  return {
    ...list,
    placed: [...list.placed, ...more],
    end: hasNextPage ? endCursor : null,
    total: page.totalCount,
  }
}

/** Takes over an order as it is now. What is settled of a requirement leaves its version as it is. */
export function freshen(list: OrderList, order: OrderRow): OrderList {
  const known = nowOf(list, order.id)
  if (!known || known.version > order.version || JSON.stringify(known) === JSON.stringify(order)) return list
  return { ...list, fresh: new Map(list.fresh).set(order.id, order) }
}

/** An order of the list as it is now. */
export function nowOf(list: OrderList, id: string): OrderRow | undefined {
  return list.fresh.get(id) ?? list.placed.find((order) => order.id === id)
}
