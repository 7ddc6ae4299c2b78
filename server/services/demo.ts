import type { Company } from '../demo/company.ts'
import { type CompanySize, numbersFor } from '../demo/company-size.ts'
import { DEPARTMENTS, REGIONS } from '../demo/departments.ts'
import { generateCompany } from '../demo/generate.ts'
import { publisherOf } from '../demo/log.ts'
import { emailOf, PEOPLE } from '../demo/people.ts'
import { DEMO_PERSONAS } from '../demo/personas.ts'
import type { Person } from '../domain/directory.ts'
import type { Tx } from '../storage/database.ts'
import { unhurried } from '../storage/migrate.ts'
import { insertNumberedEvents } from '../storage/numbered-event-insert.ts'
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
import { holidaysOfAll } from './holidays.ts'

/** Any number: it decides which of all possible companies it is. */
export const DEMO_SEED = 20_261_122

/** Rows of a kind that are put together and written at once, so that memory stays bounded. */
const ORDERS_AT_ONCE = 500
const EVENTS_AT_ONCE = 10_000

export type DemoOptions = {
  readonly size: CompanySize
  /** Gets a line now and then while it is made. */
  readonly progress: (line: string) => void
}

/**
 * Fills an empty database with the demo company, whole or not at all, its history ending now; one that has any department is
 * left as it is. Who starts at the same time waits and finds it there. A Baton that is open already learns of it by its feed.
 */
export async function ensureDemoCompany(
  { database, clock }: Pick<Baton, 'database' | 'clock'>,
  options: DemoOptions,
): Promise<'created' | 'present'> {
  const { size, progress } = options
  const company = await database.transaction(async (tx) => {
    if (!(await lockEmpty(tx))) return null
    await unhurried(tx)
    progress(
      `Demo company: making up ${DEPARTMENTS.length} departments, ${PEOPLE.length} people, ${size.orders} orders …`,
    )
    const holidaysOf = await holidaysOfAll(Object.values(REGIONS))
    const made = generateCompany(DEMO_SEED, clock(), await allocateNumbers(tx, numbersFor(size)), size, holidaysOf)
    await insertCompany(tx, made, progress)
    return made
  })
  if (!company) return 'present'
  progress(`Demo company: ${company.orders.length} orders and ${company.events.length} events written`)
  return 'created'
}

async function insertCompany(tx: Tx, company: Company, progress: DemoOptions['progress']): Promise<void> {
  const { departments, people, customers, products, workflows, orders, events } = company
  await insertStaff(tx, departments, people)
  await insertMarket(tx, customers, products)
  const publishedBy = { kind: 'PERSON', id: publisherOf(company) } as const
  for (const { steps, ...version } of workflows) await insertWorkflow(tx, { ...version, publishedBy }, steps)
  await insertRequirements(tx, company.requirements, company.acknowledgements)
  const versions = new Map(workflows.map((workflow) => [workflow.id, workflow]))
  await inParts(orders, ORDERS_AT_ONCE, async (part, done) => {
    const unprinted = part.map((order) => ({ order, fingerprint: null }))
    await insertOrders(tx, unprinted, versions)
    progress(`Demo company: ${done} of ${orders.length} orders`)
  })
  await insertOwed(tx, company.owed)
  await inParts(events, EVENTS_AT_ONCE, async (part, done) => {
    await insertNumberedEvents(tx, part)
    progress(`Demo company: ${done} of ${events.length} events`)
  })
  await analyze(tx)
}

async function inParts<T>(
  list: readonly T[],
  size: number,
  write: (part: readonly T[], done: number) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < list.length; start += size) {
    const part = list.slice(start, start + size)
    await write(part, start + part.length)
  }
}

/** Whom a visitor may sign in as, in the order in which to offer them. */
export function demoPersonas({ directory }: Pick<Baton, 'directory'>): Person[] {
  return DEMO_PERSONAS.flatMap((key) => directory.people.byKey(key) ?? [])
}

/**
 * Whether the demo company is what is in the database, this version's or an earlier one's. Its people are known by their addresses
 * at example.com, which is reserved: nobody real has one, so nobody real can be signed in as without a password.
 */
export function isDemo({ directory }: Pick<Baton, 'directory'>): boolean {
  const people = DEMO_PERSONAS.every((key) => directory.people.byKey(key)?.email === emailOf({ key }))
  return people && DEPARTMENTS.every(({ key }) => directory.departments.byKey(key) !== null)
}
