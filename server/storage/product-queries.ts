import { and, eq, ilike, inArray, or, type SQL } from 'drizzle-orm'
import { product } from '../../drizzle/tables.ts'
import type { Product } from '../domain/directory.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'
import { ordering, type Place, type Sort, type Window, within } from './keyset.ts'
import { containing } from './search.ts'

export const PRODUCT_SORT: Sort = {
  name: 'product',
  keys: [
    { column: product.name, kind: 'text' },
    { column: product.id, kind: 'number' },
  ],
}

export async function productsById(tx: Tx, ids: readonly number[]): Promise<Product[]> {
  return tx.select().from(product).where(anyOf(product.id, ids))
}

export async function productBySku(tx: Tx, sku: string): Promise<Product | null> {
  const [found] = await tx.select().from(product).where(eq(product.sku, sku))
  return found ?? null
}

/** Those whose name or stock-keeping unit holds `search`, by name. */
export async function pageProducts(
  tx: Tx,
  search: string | null,
  window: Window,
): Promise<(Product & { place: Place })[]> {
  const found = await tx
    .select()
    .from(product)
    .where(and(isFound(search), within(PRODUCT_SORT, window)))
    .orderBy(...ordering(PRODUCT_SORT, window))
    .limit(window.limit)
  return found.map((one) => ({ ...one, place: [one.name, one.id] }))
}

export async function countProducts(tx: Tx, search: string | null): Promise<number> {
  return tx.$count(product, isFound(search))
}

function isFound(search: string | null): SQL | undefined {
  if (!search) return undefined
  return or(ilike(product.name, containing(search)), ilike(product.sku, containing(search)))
}

/** Products by their stock-keeping units; one that does not exist is left out. */
export async function productsBySkus(tx: Tx, skus: readonly string[]): Promise<Map<string, Product>> {
  const found = await tx
    .select()
    .from(product)
    .where(inArray(product.sku, [...skus]))
  return new Map(found.map((one) => [one.sku, one]))
}
