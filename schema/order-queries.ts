import { orderByNumberAsOf } from '../server/services/order-as-of.ts'
import { filterOrders, orderByNumber } from '../server/services/order-reads.ts'
import { askedParts } from './asked.ts'
import { builder } from './builder.ts'
import { OrderState } from './enums.ts'
import { Order, OrderConnection } from './order.ts'
import { pageArgs } from './paging.ts'

const OrderSort = builder.enumType('OrderSort', {
  values: {
    PLACED_AT_DESC: { value: 'PLACED_AT_DESC', description: 'The most recently placed first.' },
    PROMISED_DATE_ASC: {
      value: 'PROMISED_DATE_ASC',
      description: 'The soonest promised first, those without a promise last.',
    },
  } as const,
})

const OrderFilter = builder.inputType('OrderFilter', {
  description: 'What is given must all hold. A rep, customer or department that is not there is NOT_FOUND.',
  fields: (t) => ({
    state: t.field({ type: OrderState }),
    rep: t.string({ description: "A person's key." }),
    customer: t.string({ description: "A customer's key." }),
    department: t.string({ description: 'Key of a department that has a step in it.' }),
    channel: t.string(),
    circumstances: t.stringList({ description: 'All of these.' }),
    search: t.string({
      description: 'Looked for in the number, the external ids and the name of the customer, whatever the case.',
    }),
    placedFrom: t.field({ type: 'DateTime', description: 'Placed at this instant or later.' }),
    placedTo: t.field({ type: 'DateTime', description: 'Placed before this instant.' }),
  }),
})

builder.queryFields((t) => ({
  order: t.field({
    type: Order,
    nullable: true,
    description: 'Null for an order that does not exist or that the viewer may not see.',
    args: {
      number: t.arg.string({ required: true }),
      asOf: t.arg({
        type: 'DateTime',
        description:
          'As it stood then, by when things happened; its ids (and its steps’) name that snapshot. Null before it was placed.',
      }),
    },
    resolve: (_, { number, asOf }, request, info) => {
      if (typeof asOf === 'number') return orderByNumberAsOf(request, number, asOf)
      return orderByNumber(request, number, askedParts(info))
    },
  }),
  orders: t.field({
    type: OrderConnection,
    nullable: true,
    description: 'Those that the viewer sees.',
    args: {
      filter: t.arg({ type: OrderFilter }),
      orderBy: t.arg({ type: OrderSort, description: 'PLACED_AT_DESC if left out.' }),
      ...pageArgs,
    },
    resolve: (_, { filter, orderBy, ...page }, request, info) =>
      filterOrders(request, filter ?? {}, orderBy ?? 'PLACED_AT_DESC', page, askedParts(info)),
  }),
}))
