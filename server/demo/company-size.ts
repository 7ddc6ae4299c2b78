import { CUSTOMERS, FEW_CUSTOMERS } from './customers.ts'
import { DEPARTMENTS } from './departments.ts'
import { PEOPLE } from './people.ts'
import { PRODUCTS } from './products.ts'
import { VERSION_COUNT } from './requirement-versions.ts'
import { REQUIREMENTS } from './requirements.ts'
import { WORKFLOWS } from './workflows.ts'

/** How much of the company there is: its departments, people, products and what they require are always all there. */
export type CompanySize = {
  readonly orders: number
  /** Of history. */
  readonly days: number
  readonly customers: number
}

/** Half a year of a firm that takes some 23 orders a working day. */
export const FULL_COMPANY: CompanySize = { orders: 3_000, days: 180, customers: CUSTOMERS.length }
/** Enough to try something out on, made in a fraction of the time. */
export const SMALL_COMPANY: CompanySize = { orders: 200, days: 60, customers: FEW_CUSTOMERS }

/** How many numbers of each kind a company of this size needs. */
export function numbersFor({ orders, customers }: CompanySize) {
  return {
    departments: DEPARTMENTS.length,
    people: PEOPLE.length,
    customers,
    products: PRODUCTS.length,
    workflows: WORKFLOWS.length,
    requirements: VERSION_COUNT,
    orders,
    /** At most: of a requirement an order owes one, at its step or for the whole. */
    owed: orders * REQUIREMENTS.length,
  }
}
