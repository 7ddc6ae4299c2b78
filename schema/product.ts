import type { Product as StoredProduct } from '../server/domain/directory.ts'
import { globalId } from '../server/domain/global-id.ts'
import { findProduct, listProducts } from '../server/services/product-reads.ts'
import { builder } from './builder.ts'
import { Node } from './node.ts'
import { countedConnection, pageArgs } from './paging.ts'

export const Product = builder.objectRef<StoredProduct>('Product')
export const ProductConnection = countedConnection(Product, 'Product')

Product.implement({
  description: 'Goods or a service that is sold.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => globalId('Product', id) }),
    sku: t.exposeString('sku', { description: 'Its stock-keeping unit: stable and unique.' }),
    name: t.exposeString('name'),
    category: t.exposeString('category', { nullable: true }),
  }),
})

builder.queryFields((t) => ({
  product: t.field({
    type: Product,
    nullable: true,
    args: { sku: t.arg.string({ required: true }) },
    resolve: (_, { sku }, request) => findProduct(request, sku),
  }),
  products: t.field({
    type: ProductConnection,
    nullable: true,
    description: 'By name.',
    args: {
      search: t.arg.string({ description: 'Looked for in names and stock-keeping units, whatever the case.' }),
      ...pageArgs,
    },
    resolve: (_, args, request) => listProducts(request, args),
  }),
}))
