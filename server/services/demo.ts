import type { Company } from '../demo/company.ts'
import { DEPARTMENTS } from '../demo/departments.ts'
import { COMPANY_SIZE, generateCompany } from '../demo/generate.ts'
import { publisherOf } from '../demo/log.ts'
import { emailOf, PEOPLE } from '../demo/people.ts'
import { DEMO_PERSONAS } from '../demo/personas.ts'
import type { Person } from '../domain/directory.ts'
import type { Tx } from '../storage/database.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { unhurried } from '../storage/migrate.ts'
import { insertOrders } from '../storage/order-insert.ts'
import {
  allocateNumbers,
  analyze,
  insertMarket,
  insertOwed,
  insertRequirements,
  insertStaff,
  lockEmpty,
} from '../storage/reference-insert.ts'
import { insertWorkflow } from '../storage/workflow-save.ts'
import type { Baton } from './baton.ts'

/** Any number: it decides which of all possible companies it is. */
export const DEMO_SEED = 20_261_122

type Progress = { readonly progress: (line: string) => void }

/**
 * Fills an empty database with the demo company, whole or not at all, its history ending now; one that has any department is
 * left as it is. Who starts at the same time waits and finds it there.
 */
export async function ensureDemoCompany(baton: Baton, { progress }: Progress): Promise<'created' | 'present'> {
  const company = await baton.database.transaction((tx) => fill(tx, baton, progress))
  if (!company) return 'present'
  progress(`Demo company: ${company.orders.length} orders and ${company.events.length} events written`)
  await baton.directory.refresh()
  baton.feed.wake()
  return 'created'
}

async function fill(tx: Tx, { clock }: Baton, progress: Progress['progress']): Promise<Company | null> {
  if (!(await lockEmpty(tx))) return null
  const { departments, people, orders } = COMPANY_SIZE
  progress(`Demo company: making up ${departments} departments, ${people} people, ${orders} orders …`)
  const company = generateCompany(DEMO_SEED, clock(), await allocateNumbers(tx, COMPANY_SIZE))
  await unhurried(tx)
  await insertCompany(tx, company)
  return company
}

async function insertCompany(tx: Tx, company: Company): Promise<void> {
  const { departments, people, customers, products, workflows, orders } = company
  await insertStaff(tx, departments, people)
  await insertMarket(tx, customers, products)
  const publishedBy = { kind: 'PERSON', id: publisherOf(company) } as const
  for (const { steps, ...version } of workflows) await insertWorkflow(tx, { ...version, publishedBy }, steps)
  await insertRequirements(tx, company.requirements, company.acknowledgements)
  const versions = new Map(workflows.map((workflow) => [workflow.id, workflow]))
  await insertOrders(
    tx,
    orders.map((order) => ({ order, fingerprint: null })),
    versions,
  )
  await insertOwed(tx, company.owed)
  await insertEvents(tx, company.events)
  await analyze(tx)
}

/** Whom a visitor may sign in as, in the order in which to offer them. */
export function demoPersonas({ directory }: Pick<Baton, 'directory'>): Person[] {
  return DEMO_PERSONAS.flatMap((key) => directory.people.byKey(key) ?? [])
}

/**
 * Whether the demo company is what is in the database. Its people are known by their addresses at example.com, which is
 * reserved: nobody real has one, so nobody real can be signed in as without a password.
 */
export function isDemo({ directory }: Pick<Baton, 'directory'>): boolean {
  const people = PEOPLE.every((plan) => directory.people.byKey(plan.key)?.email === emailOf(plan))
  return people && DEPARTMENTS.every(({ key }) => directory.departments.byKey(key) !== null)
}
