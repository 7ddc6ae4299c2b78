import fc from 'fast-check'
import { execute, type GraphQLField, isObjectType, parse, validate } from 'graphql'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { schema } from '../../schema/schema.ts'
import { personViewer, tokenViewer } from '../../server/domain/visibility.ts'
import { makeRequest } from '../../server/services/request.ts'
import { eachDatabase } from '../support/database.ts'
import { type Company, companies } from './company.ts'
import { happen } from './happenings.ts'
import { randomQueries } from './random-query.ts'

const READS: [string, string, string][] = [
  [
    'the trace of an order',
    `{ order(number: "E-1") { number state version placedAt promisedDate channel customer { name key } rep { name email }
      steps { key state version readyAt startedAt finishedAt department { key name } holder { name } }
      events(last: 20) { edges { node { id type at reason actor { name } } } } } }`,
    'order.steps',
  ],
  [
    'a list of orders and who has each now',
    `{ orders(filter: { rep: "rita", state: OPEN }, orderBy: PROMISED_DATE_ASC, first: 50) { edges { cursor node { number state
      customer { name } current { key state readyAt department { key name } holder { name } } } } pageInfo { hasNextPage endCursor } } }`,
    'orders.edges',
  ],
  [
    'a queue with its orders',
    `{ department(key: "carrier") { queue(first: 50) { edges { cursor node { id key state version readyAt holder { name }
      order { number version promisedDate channel customer { name } } } } pageInfo { hasNextPage endCursor } } } }`,
    'department.queue.edges',
  ],
]

/** Fields of which nothing is said: whatever leads to them, orders are read whole. */
function forgetNeeds(): () => void {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType)
  const fields = objects.flatMap((type) => Object.values(type.getFields()) as GraphQLField<unknown, unknown>[])
  const kept = fields.filter(({ name, extensions }) => 'needs' in extensions && name !== 'edges' && name !== 'node')
  const extensions = kept.map((field) => field.extensions)
  for (const field of kept) field.extensions = {}
  return () => {
    for (const [index, field] of kept.entries()) field.extensions = extensions[index]!
  }
}

eachDatabase((open) => {
  const company = companies()
  const statements: string[] = []
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open({ observe: (statement) => statements.push(statement) }))
    await happen(baton)
    await baton.baton.feed.tail.catchUp()
  })
  beforeEach(async () => {
    await baton.tell('reader', '{ __typename }')
  })

  const requestOf = (isRep: boolean) => {
    const rita = personViewer(baton.baton.directory.people.byKey('rita')!, 'session:1')
    return makeRequest(baton.baton, isRep ? rita : tokenViewer({ id: 1, scopes: ['ORDERS_READ'] }))
  }

  test.each(READS)('%s is read in one statement', async (_, query, way) => {
    for (const isRep of [true, false]) {
      const contextValue = requestOf(isRep)
      statements.length = 0
      const { data, errors } = await execute({ schema, document: parse(query), contextValue })
      const reads = statements.filter((statement) => /"orders"|"order_step"|"customer"|"event"."at"/.test(statement))
      expect(errors).toBeUndefined()
      expect(reads).toHaveLength(1)
      // biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for
      const found = way.split('.').reduce<any>((value, name) => value[name], data)
      if (isRep || way === 'order.steps') expect(found.length).toBeGreaterThan(0)
    }
  })

  test('what is asked decides what is read, never what is answered', async () => {
    const values = { number: ['"E-1"', '"E-2"', '"E-3"'], key: ['"carrier"', '"acme"'], first: ['2'], last: ['3'] }
    const document = randomQueries(schema, values, ['order', 'orders', 'department', 'customer'])
    const property = fc.asyncProperty(document, fc.boolean(), async ({ query, variables }, isRep) => {
      fc.pre(validate(schema, parse(query)).length === 0)
      const answer = async () =>
        execute({ schema, document: parse(query), contextValue: requestOf(isRep), variableValues: variables })
      const inPart = await answer()
      const remember = forgetNeeds()
      const whole = await answer().finally(remember)
      expect(JSON.stringify(inPart)).toBe(JSON.stringify(whole))
    })
    await fc.assert(property, { numRuns: 100 })
  }, 120_000)

  test('however many selections are asked for, no more than some hundreds of statements are told apart', async () => {
    const fields = [
      'channel',
      'state',
      'timeZone',
      'placedAt',
      'requestedDate',
      'promisedDate',
      'deliveredAt',
      'version',
    ]
    const subsets = Array.from({ length: 2 ** fields.length }, (_, set) => fields.filter((_, bit) => set & (1 << bit)))
    const whole = await execute({
      schema,
      document: parse(`{ order(number: "E-1") { number ${fields.join(' ')} } }`),
      contextValue: requestOf(false),
    })
    statements.length = 0
    for (const some of subsets) {
      const document = parse(`{ order(number: "E-1") { number ${some.join(' ')} } }`)
      const { data, errors } = await execute({ schema, document, contextValue: requestOf(false) })
      expect(errors).toBeUndefined()
      expect(whole.data).toMatchObject(JSON.parse(JSON.stringify(data)))
    }
    const apart = new Set(statements.filter((statement) => statement.includes('"orders"')))
    expect(apart.size).toBeGreaterThan(100)
    expect(apart.size).toBeLessThanOrEqual(201)
  })
})
