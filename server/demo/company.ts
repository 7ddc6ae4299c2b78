import type { Customer, Department, Person, Product } from '../domain/directory.ts'
import type { NewEvent } from '../domain/event.ts'
import type { Order } from '../domain/order.ts'
import type { Requirement } from '../domain/requirement.ts'
import type { Actor, Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'

/** Who works at the demo company and how things work there. */
export type Reference = {
  readonly departments: readonly Department[]
  readonly people: readonly Person[]
  readonly customers: readonly Customer[]
  readonly products: readonly Product[]
  readonly workflows: readonly Workflow[]
  /** Every version, superseded ones too. */
  readonly requirements: readonly Requirement[]
}

export type Acknowledgement = { readonly requirementId: number; readonly personId: number; readonly at: Instant }

/** What an order owes a department. */
export type OwedRequirement = {
  readonly id: number
  readonly orderId: number
  readonly requirementId: number
  /** Null: for the department's work as a whole. */
  readonly position: number | null
  readonly satisfiedAt: Instant | null
  readonly satisfiedBy: Actor | null
  readonly waivedAt: Instant | null
  readonly answer: string | null
  readonly evidenceUrl: string | null
  readonly version: number
}

/** A company with its history, as a value. Folding an order's events gives the order. */
export type Company = Reference & {
  readonly orders: readonly Order[]
  readonly owed: readonly OwedRequirement[]
  readonly acknowledgements: readonly Acknowledgement[]
  /** The whole log, in the order in which it was recorded. */
  readonly events: readonly NewEvent[]
}

/** The numbers that the company's parts are to have, as many of each as `numbersFor` says. */
export type CompanyIds = Readonly<Record<keyof Reference | 'orders' | 'owed', readonly number[]>>

/** What has the key; the demo's own texts name nothing that is not there. */
export function named<T extends { readonly key: string }>(list: readonly T[], key: string): T {
  const found = list.find((one) => one.key === key)
  if (!found) throw new Error(`the demo company has no ${key}`)
  return found
}

export function person(id: number): Actor {
  return { kind: 'PERSON', id }
}
