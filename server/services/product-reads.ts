import type { Product } from '../domain/directory.ts'
import { countProducts, PRODUCT_SORT, pageProducts, productBySku } from '../storage/product-queries.ts'
import { searchText } from './order-reads.ts'
import { cursorsOf, type Page, type PageArgs, readPage } from './paging.ts'
import type { Request } from './request.ts'

export async function findProduct({ baton }: Request, sku: string): Promise<Product | null> {
  return productBySku(baton.database.pool, sku)
}

/** The product of an order's line, which always is there. */
export async function productOfLine({ loaders }: Request, id: number): Promise<Product> {
  return (await loaders.product.load(id))!
}

export async function productById({ loaders }: Request, id: number): Promise<Product | null> {
  return loaders.product.load(id)
}

/** Products by name; `search` looks in names and stock-keeping units. */
export async function listProducts(
  { baton }: Request,
  { search, ...args }: PageArgs & { readonly search?: string | null },
): Promise<Page<Product>> {
  const tx = baton.database.pool
  const wanted = searchText('search', search)
  return readPage(cursorsOf(PRODUCT_SORT), args, {
    rows: (window) => pageProducts(tx, wanted, window),
    nodeOf: (row): Product => row,
    count: () => countProducts(tx, wanted),
  })
}
