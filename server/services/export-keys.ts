import type { Department, Person } from '../domain/directory.ts'
import type { Actor } from '../domain/vocabulary.ts'
import type { Workflow, WorkflowStep } from '../domain/workflow.ts'
import { type ObjectType, objectId } from '../interop/export/object-id.ts'
import type { Tx } from '../storage/database.ts'
import { loadDirectory } from '../storage/directory-load.ts'
import * as stored from '../storage/export-queries.ts'

type Rows<F extends (tx: Tx) => Promise<unknown>> = Awaited<ReturnType<F>>

/** All that is not an order, as one transaction sees it, and the object ids of it all. */
export type ExportedReference = {
  readonly departments: readonly Department[]
  readonly people: readonly Person[]
  readonly workflows: readonly Workflow[]
  readonly publishers: ReadonlyMap<number, Actor | null>
  readonly customers: Rows<typeof stored.allCustomers>
  readonly products: Rows<typeof stored.allProducts>
  readonly integrations: Rows<typeof stored.allIntegrations>
  readonly requirements: Rows<typeof stored.allRequirements>
  readonly acknowledgements: Rows<typeof stored.allAcknowledgements>
}

export async function loadReference(tx: Tx): Promise<ExportedReference> {
  return {
    ...(await loadDirectory(tx)),
    publishers: await stored.publishersOfWorkflows(tx),
    customers: await stored.allCustomers(tx),
    products: await stored.allProducts(tx),
    integrations: await stored.allIntegrations(tx),
    requirements: await stored.allRequirements(tx),
    acknowledgements: await stored.allAcknowledgements(tx),
  }
}

/** The object id of each thing by its number in the database. Orders, and what they owe, are put in and taken out chunk by chunk. */
export class KeyBook {
  private readonly ids = new Map<ObjectType, Map<number, string>>()
  readonly workflows: ReadonlyMap<number, Workflow>

  constructor(reference: ExportedReference) {
    const { departments, people, customers, products, integrations, workflows, requirements } = reference
    this.workflows = new Map(workflows.map((one) => [one.id, one]))
    for (const one of departments) this.put(one.id, 'department', one.key)
    for (const one of people) this.put(one.id, 'person', one.key)
    for (const one of customers) this.put(one.id, 'customer', one.key)
    for (const one of products) this.put(one.id, 'product', one.sku)
    for (const one of integrations) this.put(one.id, 'integration', one.name, one.createdAt)
    for (const one of workflows) this.put(one.id, 'workflow', one.key, one.version)
    const keys = new Map(departments.map((one) => [one.id, one.key]))
    for (const one of requirements) this.put(one.id, 'requirement', keys.get(one.departmentId)!, one.key, one.version)
  }

  put(id: number, type: ObjectType, ...key: readonly (string | number)[]): void {
    const ids = this.ids.get(type) ?? new Map()
    this.ids.set(type, ids.set(id, objectId(type, ...key)))
  }

  /**
   * Null for what is kept by number alone and may be gone: what an order owed before a newer version took it back, and a token that was taken out of the
   * database by hand.
   */
  readonly keyOf = (type: ObjectType, id: number): string | null => {
    const found = this.ids.get(type)?.get(id)
    if (found !== undefined) return found
    if (type === 'order-requirement' || type === 'integration') return null
    throw new Error(`there is no ${type} with the number ${id}`)
  }

  idOf(type: ObjectType, id: number): string {
    return this.keyOf(type, id)!
  }

  /** Null where it is no step of an order that is meant. */
  stepAt(workflowId: number | null, position: number | null): WorkflowStep | null {
    return workflowId === null || position === null ? null : this.workflows.get(workflowId)!.steps[position]!
  }

  forget(type: ObjectType): void {
    this.ids.delete(type)
  }
}
