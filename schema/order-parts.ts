import type * as domain from '../server/domain/order.ts'
import { productOfLine } from '../server/services/product-reads.ts'
import { builder } from './builder.ts'
import { Product } from './product.ts'

export const ExternalId = builder.objectRef<domain.ExternalId>('ExternalId')
ExternalId.implement({
  description: 'What another system calls an order.',
  fields: (t) => ({
    source: t.exposeString('source', { description: 'Which system.' }),
    id: t.exposeString('id', { description: 'Its name there.' }),
  }),
})

export const OrderLine = builder.objectRef<domain.OrderLine>('OrderLine')
OrderLine.implement({
  description: 'So much of one product.',
  fields: (t) => ({
    product: t.field({
      type: Product,
      resolve: ({ productId }, _, request) => productOfLine(request, productId),
    }),
    quantity: t.expose('quantity', { type: 'Decimal' }),
  }),
})

export const OrderAttribute = builder.objectRef<{ readonly name: string; readonly value: string }>('OrderAttribute')
OrderAttribute.implement({
  description: 'A column of an imported log that Baton keeps with the order.',
  fields: (t) => ({ name: t.exposeString('name'), value: t.exposeString('value') }),
})
