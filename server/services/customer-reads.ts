import type { Customer } from '../domain/directory.ts'
import { CUSTOMER_SORT, countCustomers, customerByKey, pageCustomers } from '../storage/customer-queries.ts'
import { searchText } from './order-reads.ts'
import { cursorsOf, type Page, type PageArgs, readPage } from './paging.ts'
import type { Request } from './request.ts'

export async function findCustomer({ baton }: Request, key: string): Promise<Customer | null> {
  return customerByKey(baton.database.pool, key)
}

export function customerById({ loaders }: Request, id: number | null): Customer | null | Promise<Customer | null> {
  return id === null ? null : (loaders.along.customers.get(id) ?? loaders.customer.load(id))
}

/** The customer that the request has just created. */
export async function changedCustomer({ loaders }: Request, id: number): Promise<Customer> {
  return (await loaders.customer.load(id))!
}

/** Customers by name; `search` looks in names and keys. */
export async function listCustomers(
  { baton }: Request,
  { search, ...args }: PageArgs & { readonly search?: string | null },
): Promise<Page<Customer>> {
  const tx = baton.database.pool
  const wanted = searchText('search', search)
  return readPage(cursorsOf(CUSTOMER_SORT), args, {
    rows: (window) => pageCustomers(tx, wanted, window),
    nodeOf: (row): Customer => row,
    count: () => countCustomers(tx, wanted),
  })
}

/** True while no order of theirs, cancelled ones aside, was placed. A fact of the company: it does not depend on who asks. */
export async function isNewCustomer({ loaders }: Request, id: number): Promise<boolean> {
  return !(await loaders.hasOrdered.load(id))
}
