import { eq } from 'drizzle-orm'
import { customer, department, person, product } from '../../drizzle/tables.ts'
import { schema } from '../../schema/schema.ts'
import type { Scope } from '../../server/domain/vocabulary.ts'
import { createApiToken } from '../../server/services/credential.ts'
import type { Database, Tx } from '../../server/storage/database.ts'
import { type BareServer, bareServers, post } from './bare-server.ts'

/** Who works in the company of these tests; `ada` is an admin, `rita` and `ron` are reps. */
const PEOPLE = {
  rita: { name: 'Rita Rep', isRep: true, email: 'rita@example.com', phone: '+13125550142', title: 'Sales' },
  ron: { name: 'Ron Rep', isRep: true },
  anna: { name: 'Anna Accounts', department: 'accounting' },
  paul: { name: 'Paul Plant', department: 'production' },
  petra: { name: 'Petra Plant', department: 'production' },
  wendy: { name: 'Wendy Ware', department: 'warehouse' },
  ada: { name: 'Ada Admin', isAdmin: true },
} as const
type PersonKey = keyof typeof PEOPLE

const DEPARTMENTS = ['accounting', 'production', 'warehouse', 'carrier'] as const
const LEADS: Partial<Record<string, PersonKey>> = { accounting: 'anna', production: 'paul' }
const TOKENS = {
  reader: ['ORDERS_READ'],
  writer: ['ORDERS_WRITE'],
  erp: ['ORDERS_READ', 'ORDERS_WRITE', 'REQUIREMENTS_READ', 'REQUIREMENTS_WRITE'],
  nosy: ['REQUIREMENTS_READ'],
} as const satisfies Record<string, readonly Scope[]>

/** Who may ask: a person or an integration by a token of its own; `nobody` sends none. */
export type Asking = PersonKey | keyof typeof TOKENS | 'nobody'

export type Answer = {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for
  readonly data: any
  readonly errors?: readonly { message: string; path?: unknown; extensions: Record<string, unknown> }[]
}

export type Company = BareServer & {
  readonly secrets: Readonly<Record<string, string>>
  ask(who: Asking, query: string, variables?: Record<string, unknown>): Promise<Answer>
  /** As `ask`, for what must not be refused; gives the data. */
  tell(who: Asking, query: string, variables?: Record<string, unknown>): Promise<Answer['data']>
}

/** Production and accounting work side by side, the warehouse waits for both, the carrier delivers. */
const SALE = `mutation {
  publishWorkflow(input: { key: "sale", name: "A sale", steps: [
    { key: "check", name: "Check credit", department: "accounting" }
    { key: "make", name: "Make it", department: "production", leadTime: "P2D" }
    { key: "pick", name: "Pick it", department: "warehouse", dependsOn: ["check", "make"], appliesWhen: "size(order.lines) > 0" }
    { key: "ship", name: "Ship it", department: "carrier", dependsOn: ["pick"], delivers: true }
    { key: "bill", name: "Bill it", department: "accounting", dependsOn: ["ship"] }
  ] }) { workflow { id } }
}`
/** Nobody in production or the warehouse has to do with it. */
const SERVICE = `mutation {
  publishWorkflow(input: { key: "service", name: "A service", appliesWhen: "order.channel == 'phone'", steps: [
    { key: "visit", name: "Visit", department: "carrier" }
    { key: "bill", name: "Bill it", department: "accounting", dependsOn: ["visit"] }
  ] }) { workflow { id } }
}`

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id number } } }`

export function companies(): (database: Database) => Promise<Company> {
  const serve = bareServers()
  return async (database) => {
    await database.transaction(staff)
    const server = await serve(database, { schema })
    const secrets = await tokens(server)
    const ask: Company['ask'] = async (who, query, variables) => {
      const headers: Record<string, string> = who === 'nobody' ? {} : { authorization: `Bearer ${secrets[who]}` }
      return (await post(server.url, { query, variables }, headers)).body as Answer
    }
    const tell: Company['tell'] = async (who, query, variables) => {
      const { data, errors } = await ask(who, query, variables)
      if (errors)
        throw new Error(`${who} was refused: ${JSON.stringify(errors)}`, { cause: server.logged.at(-1)?.details })
      return data
    }
    await tell('ada', SALE)
    await tell('ada', SERVICE)
    return { ...server, secrets, ask, tell }
  }
}

/** Places an order of one gear for acme, unless the input says otherwise. */
export async function place(company: Company, who: Asking, number: string, input: object = {}): Promise<string> {
  const lines = [{ sku: 'gear', quantity: '2.5' }]
  const given = { number, customer: 'acme', workflow: 'sale', lines, ...input }
  return (await company.tell(who, PLACE, { input: given })).placeOrder.order.id
}

/** Does something to a step of an order; `rest` is the rest of the input. */
export async function act(company: Company, who: Asking, mutation: string, order: string, step: string, rest = '') {
  const input = `{ order: ${JSON.stringify(order)}, step: ${JSON.stringify(step)} ${rest} }`
  const asked = `mutation { ${mutation}(input: ${input}) { step { state version holds { id } } order { version } } }`
  return (await company.tell(who, asked))[mutation]
}

async function staff(tx: Tx): Promise<void> {
  const calendar = {
    weekdays: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '17:00' })),
    closures: [{ from: '2026-12-24', to: '2026-12-26', reason: 'Christmas' }],
  }
  const departments = DEPARTMENTS.map((key) => ({
    key,
    name: key.toUpperCase(),
    timeZone: 'Europe/Berlin',
    isExternal: key === 'carrier',
    calendar: key === 'production' ? { ...calendar, holidayRegion: 'DE-BY' } : calendar,
  }))
  const stored = await tx.insert(department).values(departments).returning({ id: department.id, key: department.key })
  const idOf = new Map(stored.map(({ id, key }) => [key, id]))
  const people = Object.entries(PEOPLE).map(([key, one]) => ({
    key,
    departmentId: null,
    ...one,
    ...('department' in one ? { departmentId: idOf.get(one.department)! } : {}),
  }))
  const hired = await tx.insert(person).values(people).returning({ id: person.id, key: person.key })
  for (const { id, key } of stored) {
    const lead = hired.find((one) => one.key === LEADS[key])
    if (lead) await tx.update(department).set({ leadId: lead.id }).where(eq(department.id, id))
  }
  const manager = hired.find((one) => one.key === 'rita')!.id
  await tx.insert(customer).values([
    { key: 'acme', name: 'Acme Ltd', accountManagerId: manager },
    { key: 'zeta', name: '100% Zeta' },
    { key: 'nova', name: 'Nova' },
  ])
  await tx.insert(product).values([
    { sku: 'gear', name: 'Gear', category: 'parts' },
    { sku: 'bolt', name: 'Bolt' },
  ])
}

async function tokens({ baton, time }: BareServer): Promise<Record<string, string>> {
  const made = async (name: string, scopes: readonly Scope[], personId: number | null = null) =>
    [name, (await createApiToken(baton.database.pool, { name, scopes, personId }, time.now)).secret] as const
  const people = baton.directory.people.all().map(({ key, id }) => made(key, [], id))
  const integrations = Object.entries(TOKENS).map(([name, scopes]) => made(name, scopes))
  return Object.fromEntries(await Promise.all([...people, ...integrations]))
}
