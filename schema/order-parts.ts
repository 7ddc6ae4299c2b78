import type * as domain from '../server/domain/order.ts'
import { productOfLine } from '../server/services/product-reads.ts'
import { needs } from './asked.ts'
import { builder } from './builder.ts'
import { Order } from './order.ts'
import { Product } from './product.ts'

const ExternalId = builder.objectRef<domain.ExternalId>('ExternalId')
ExternalId.implement({
  description: 'What another system calls an order.',
  fields: (t) => ({
    source: t.exposeString('source', { description: 'Which system.' }),
    id: t.exposeString('id', { description: 'Its name there.' }),
  }),
})

const OrderLine = builder.objectRef<domain.OrderLine>('OrderLine')
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

const OrderAttribute = builder.objectRef<{ readonly name: string; readonly value: string }>('OrderAttribute')
OrderAttribute.implement({
  description: 'A column of an imported log that Baton keeps with the order.',
  fields: (t) => ({ name: t.exposeString('name'), value: t.exposeString('value') }),
})

builder.objectFields(Order, (t) => ({
  externalIds: t.field({
    type: [ExternalId],
    description: 'What other systems call it.',
    resolve: ({ externalIds }) => [...externalIds],
  }),
  lines: t.field({ type: [OrderLine], resolve: ({ lines }) => [...lines] }),
  attributes: t.field({
    type: [OrderAttribute],
    ...needs('attributes'),
    description: "What an import found about it beyond Baton's own fields, as it was written there.",
    resolve: ({ attributes }) => Object.entries(attributes).map(([name, value]) => ({ name, value })),
  }),
}))
