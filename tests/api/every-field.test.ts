import {
  execute,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { orders } from '../../drizzle/order-tables.ts'
import { schema } from '../../schema/schema.ts'
import { personViewer, tokenViewer } from '../../server/domain/visibility.ts'
import { makeRequest } from '../../server/services/request.ts'
import { onDatabase } from '../support/database.ts'
import { type Company, companies, place } from './company.ts'
import { happen } from './happenings.ts'

type Composite = GraphQLObjectType

/** Edges and pages of a connection are no step away from what they lead to. */
const isWayThere = (name: string) => /(Connection|Edge|PageInfo)$/.test(name)

/** All that can be asked of a type without an argument, and of what it leads to so many steps away. */
function everything(type: Composite, steps: number): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return []
    const inner = getNamedType(field.type)
    if (isLeafType(inner)) return field.name
    const left = isWayThere(inner.name) ? steps : steps - 1
    return left < 0 ? [] : `${field.name} ${selection(inner as Composite, left)}`
  })
  return `__typename ${fields.join(' ')}`
}

function selection(type: Composite, steps: number): string {
  if (!isAbstractType(type)) return `{ ${everything(type, steps)} }`
  return `{ ${schema
    .getPossibleTypes(type)
    .map((one) => `... on ${one.name} { ${everything(one, steps)} }`)
    .join(' ')} }`
}

/** Walks through an answer and notes each field that had something to say. */
function note(value: unknown, seen: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) note(one, seen)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  const { __typename, ...fields } = value as Record<string, unknown>
  for (const [name, inner] of Object.entries(fields)) {
    if (inner !== null && !(Array.isArray(inner) && inner.length === 0))
      seen.add(`${__typename}.${name}`).add(`Event.${name}`)
    note(inner, seen)
  }
}

/** What is no answer of a query, and the frames of a watch. */
const NOT_READ = /^(__|Query$|Mutation$|Subscription$|FeedFrame$|RefusedChange$)|Payload$/

/** What every event says is said by the events together. */
function ownFields(type: Composite): string[] {
  const common = new Set(
    type.getInterfaces().flatMap((one) => (one.name === 'Event' ? Object.keys(one.getFields()) : [])),
  )
  return Object.keys(type.getFields()).map((name) => (common.has(name) ? `Event.${name}` : `${type.name}.${name}`))
}

/** All of a type, and of what it leads to so many steps away. */
const all = (type: string, steps: number) => selection(schema.getType(type) as Composite, steps)
const order = (number: string) => `order(number: "${number}") { ... on Order ${all('Order', 1)}
  ... on Order { lines ${all('OrderLine', 1)} steps ${all('OrderStep', 2)} requirements ${all('OrderRequirement', 1)} } }`

const ASKED = [
  `viewer ${all('Viewer', 1)}`,
  `feed ${all('Feed', 0)}`,
  `departments ${all('Department', 2)}`,
  `department(key: "production") { __typename calendar { __typename holidays(year: 2026) ${all('Holiday', 0)} } }`,
  order('E-1'),
  order('F-1'),
  order('F-2'),
  `orders ${all('OrderConnection', 1)}`,
  `customers ${all('CustomerConnection', 2)}`,
  `products ${all('ProductConnection', 1)}`,
  `workflows ${all('Workflow', 2)}`,
  `requirements ${all('RequirementConnection', 3)}`,
  `events(first: 100) ${all('EventConnection', 2)}`,
  `promise(input: { customer: "acme", workflow: "sale", lines: [{ sku: "gear", quantity: "1" }] }) {
    ... on PromiseQuote ${all('PromiseQuote', 1)} ... on PromiseQuote { likelihood(by: "2026-12-24")
      steps { step { key } } requirements { requirement { key } } because { step { key } department { key } } risks { step { key } } } }`,
]

onDatabase('PGlite', (open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await happen(baton)
    const externalId = { source: 'shop', id: '7' }
    await place(baton, 'rita', 'F-1', {
      externalId,
      channel: 'web',
      circumstances: ['rush'],
      requestedDate: '2026-12-24',
    })
    await baton.baton.database.pool.update(orders).set({ attributes: { region: 'north' } })
    const again = `mutation { publishRequirement(input: { department: "accounting", key: "form", kind: NOTICE, title: "Send it",
      details: "By post", formUrl: "https://example.com/form", workflow: "sale", steps: ["check"], duration: "P8D",
      appliesWhen: "true", owedBy: "production" }) { requirement { version } } }`
    await baton.tell('anna', again)
    await place(baton, 'rita', 'F-2')
    await baton.tell(
      'erp',
      'mutation { blockStep(input: { order: "F-2", step: "make", reason: "?" }) { step { state } } }',
    )
    await baton.tell(
      'rita',
      'mutation { acknowledgeRequirement(input: { department: "accounting", key: "form", version: 2 }) { requirement { id } } }',
    )
    const { order } = await baton.tell('rita', '{ order(number: "F-2") { requirements { id requirement { key } } } }')
    const owed = order.requirements.find((one: { requirement: { key: string } }) => one.requirement.key === 'form')
    const hand = `mutation ($id: ID!) { satisfyRequirement(input: { orderRequirement: $id, answer: "done",
      evidenceUrl: "https://example.com/form/2" }) { order { version } } }`
    await baton.tell('paul', hand, { id: owed.id })
    const says = (
      department: string,
    ) => `publishRequirement(input: { department: "${department}", key: "all", kind: LEAD_TIME,
      title: "All work", duration: "P1D" }) { requirement { id } }`
    await baton.tell('ada', `mutation { a: ${says('accounting')} b: ${says('warehouse')} c: ${says('carrier')} }`)
    await baton.baton.feed.tail.catchUp()
  })

  test('every field of every type has something to say: none is a stub', async () => {
    const seen = new Set<string>()
    const rita = personViewer(baton.baton.directory.people.byKey('rita')!, 'session:1')
    const admin = tokenViewer({ id: 1, scopes: ['ADMIN'] })
    for (const viewer of [rita, admin])
      for (const asked of ASKED) {
        const document = parse(`{ ${asked} }`)
        const answer = await execute({ schema, document, contextValue: makeRequest(baton.baton, viewer) })
        expect(answer.errors).toBeUndefined()
        note(answer.data, seen)
      }
    const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type))
    const fields = types.filter(({ name }) => !NOT_READ.test(name)).flatMap(ownFields)
    expect(fields.filter((field) => !seen.has(field))).toEqual([])
  })
})
