import { cancelOrder, changePromise } from '../server/services/order.ts'
import { placeOrder } from '../server/services/order-placing.ts'
import { changedOrder } from '../server/services/order-reads.ts'
import { builder } from './builder.ts'
import { carriedOut, onceOnly, versioned } from './mutation.ts'
import { Order } from './order.ts'

export const OrderLineInput = builder.inputType('OrderLineInput', {
  fields: (t) => ({
    sku: t.string({ required: true, description: "A product's." }),
    quantity: t.field({
      type: 'Decimal',
      required: true,
      description: 'More than 0, at most 1000000000, at most 6 decimals.',
    }),
  }),
})

const ExternalIdInput = builder.inputType('ExternalIdInput', {
  fields: (t) => ({ source: t.string({ required: true }), id: t.string({ required: true }) }),
})

const PlaceOrderInput = builder.inputType('PlaceOrderInput', {
  fields: (t) => ({
    number: t.string({ description: 'Not taken yet; given by Baton if left out.' }),
    externalId: t.field({ type: ExternalIdInput }),
    workflow: t.string({ description: "A workflow's key; if left out, the most recently published that fits." }),
    customer: t.string({ required: true, description: "A customer's key." }),
    rep: t.string({ description: "A person's key; the viewer if left out." }),
    lines: t.field({ type: [OrderLineInput], required: true }),
    circumstances: t.stringList(),
    channel: t.string(),
    placedAt: t.field({ type: 'DateTime', description: 'Now if left out.' }),
    requestedDate: t.field({ type: 'Date' }),
    promisedDate: t.field({ type: 'Date' }),
    timeZone: t.string({ description: "IANA; the delivering department's if left out." }),
    idempotencyKey: t.string(onceOnly),
  }),
})

const ChangePromiseInput = builder.inputType('ChangePromiseInput', {
  fields: (t) => ({
    order: t.string({ required: true, description: "The order's number." }),
    promisedDate: t.field({ type: 'Date', required: true }),
    expectedVersion: t.int(versioned),
    idempotencyKey: t.string(onceOnly),
  }),
})

const CancelOrderInput = builder.inputType('CancelOrderInput', {
  fields: (t) => ({
    order: t.string({ required: true, description: "The order's number." }),
    reason: t.string({ required: true }),
    expectedVersion: t.int(versioned),
    idempotencyKey: t.string(onceOnly),
  }),
})

const OrderPayload = builder.objectRef<{ readonly orderId: number }>('OrderPayload')
OrderPayload.implement({
  fields: (t) => ({
    order: t.field({ type: Order, resolve: ({ orderId }, _, request) => changedOrder(request, orderId) }),
  }),
})

builder.mutationFields((t) => ({
  placeOrder: t.field({
    type: OrderPayload,
    nullable: true,
    description: 'Places an order: its first steps are READY. For reps, admins and tokens that write orders.',
    args: { input: t.arg({ type: PlaceOrderInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, placeOrder(request, input)),
  }),
  changePromise: t.field({
    type: OrderPayload,
    nullable: true,
    description: "Gives the customer another date. For the order's rep, admins and tokens that write orders.",
    args: { input: t.arg({ type: ChangePromiseInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, changePromise(request, input)),
  }),
  cancelOrder: t.field({
    type: OrderPayload,
    nullable: true,
    description: 'Ends an order that is not delivered; its open steps are CANCELLED.',
    args: { input: t.arg({ type: CancelOrderInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, cancelOrder(request, input)),
  }),
}))
