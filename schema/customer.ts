import type { Customer as StoredCustomer } from '../server/domain/directory.ts'
import { globalId } from '../server/domain/global-id.ts'
import { createCustomer } from '../server/services/customer.ts'
import { changedCustomer, findCustomer, isNewCustomer, listCustomers } from '../server/services/customer-reads.ts'
import { listOrders } from '../server/services/order-reads.ts'
import { askedParts } from './asked.ts'
import { builder } from './builder.ts'
import { carriedOut, onceOnly } from './mutation.ts'
import { Node } from './node.ts'
import { OrderConnection } from './order.ts'
import { countedConnection, pageArgs } from './paging.ts'
import { Person } from './person.ts'

export const Customer = builder.objectRef<StoredCustomer>('Customer')
export const CustomerConnection = countedConnection(Customer, 'Customer')

Customer.implement({
  description: 'Who buys.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => globalId('Customer', id) }),
    key: t.exposeString('key', { description: 'Stable short name.' }),
    name: t.exposeString('name'),
    accountManager: t.field({
      type: Person,
      nullable: true,
      resolve: ({ accountManagerId }, _, { baton }) => baton.directory.people.byId(accountManagerId),
    }),
    orders: t.field({
      type: OrderConnection,
      description: 'Those that the viewer sees, the most recently placed first.',
      args: pageArgs,
      resolve: ({ id }, args, request, info) =>
        listOrders(request, { customerId: id }, 'PLACED_AT_DESC', args, askedParts(info)),
    }),
    isNew: t.boolean({
      description: 'No order of theirs, cancelled ones aside, was placed before.',
      resolve: ({ id }, _, request) => isNewCustomer(request, id),
    }),
  }),
})

builder.queryFields((t) => ({
  customer: t.field({
    type: Customer,
    nullable: true,
    args: { key: t.arg.string({ required: true }) },
    resolve: (_, { key }, request) => findCustomer(request, key),
  }),
  customers: t.field({
    type: CustomerConnection,
    nullable: true,
    description: 'By name.',
    args: { search: t.arg.string({ description: 'Looked for in names and keys, whatever the case.' }), ...pageArgs },
    resolve: (_, args, request) => listCustomers(request, args),
  }),
}))

const CreateCustomerInput = builder.inputType('CreateCustomerInput', {
  fields: (t) => ({
    key: t.string({ required: true, description: 'Stable short name, not taken yet.' }),
    name: t.string({ required: true }),
    accountManager: t.string({ description: "A person's key." }),
    idempotencyKey: t.string(onceOnly),
  }),
})

const CustomerPayload = builder.objectRef<{ readonly customerId: number }>('CustomerPayload')
CustomerPayload.implement({
  fields: (t) => ({
    customer: t.field({
      type: Customer,
      resolve: ({ customerId }, _, request) => changedCustomer(request, customerId),
    }),
  }),
})

builder.mutationField('createCustomer', (t) =>
  t.field({
    type: CustomerPayload,
    nullable: true,
    description: 'Adds a customer. For reps, admins and tokens that write orders; CONFLICT where the key is taken.',
    args: { input: t.arg({ type: CreateCustomerInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, createCustomer(request, input)),
  }),
)
