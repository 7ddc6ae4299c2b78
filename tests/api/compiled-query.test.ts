import fc from 'fast-check'
import {
  buildSchema,
  execute,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getVariableValues,
  isAbstractType,
  isObjectType,
  parse,
  responsePathAsArray,
  validate,
} from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../schema/schema.ts'
import { personViewer, tokenViewer, type Viewer } from '../../server/domain/visibility.ts'
import { makeRequest } from '../../server/services/request.ts'
import { QueryCache } from '../../server/transport/query-cache.ts'
import { onDatabase } from '../support/database.ts'
import { type Company, companies } from './company.ts'
import { happen } from './happenings.ts'
import { type RandomQuery, randomQueries } from './random-query.ts'

type Answer = { readonly data?: unknown; readonly errors?: readonly { toJSON(): object }[] }

/** What a client would read of it; errors of fields that are asked at the same time come in any order. */
function told({ data, errors }: Answer): { readonly data: unknown; readonly errors: unknown } {
  return JSON.parse(JSON.stringify({ data, errors: errors?.map((error) => JSON.stringify(error.toJSON())).sort() }))
}

async function both(cache: QueryCache, on: GraphQLSchema, { query, variables }: RandomQuery, contexts: object[]) {
  const kept = cache.find(query, 'Q')!
  const { coerced = {} } = getVariableValues(on, kept.operation.variableDefinitions!, variables)
  const compiled = kept.compiled(coerced)!
  const document = parse(query)
  const expected = await execute({ schema: on, document, variableValues: variables, contextValue: contexts[0] })
  return [told(await compiled.execute(contexts[1], coerced)), told(expected)] as const
}

onDatabase('PGlite', (open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await happen(baton)
    await baton.baton.feed.tail.catchUp()
  })

  test('any query of the schema is answered as graphql-js answers it', async () => {
    const id = (type: string, key: string) => `"${Buffer.from(`${type}:${key}`).toString('base64')}"`
    const values = {
      number: ['"E-1"', '"E-2"', '"E-9"', '"\\u0000"'],
      key: ['"sale"', '"production"', '"acme"', '"rita"', '"nothing"'],
      id: [id('Order', '1'), id('OrderStep', '1:0'), id('Person', '1'), id('Event', '1'), '"x"'],
      first: ['1', '3', '100', '0'],
      last: ['2', '101'],
      Int: ['2026', '-1'],
      DateTime: ['"2026-11-22T09:00:00Z"', '"yesterday"'],
      Date: ['"2026-12-24"'],
      String: ['"E"', '"nothing"'],
    }
    const rita = personViewer(baton.baton.directory.people.byKey('rita')!, 'session:1')
    const erp = tokenViewer({ id: 1, scopes: ['ORDERS_READ'] })
    const cache = new QueryCache(schema)
    let answered = 0
    const property = fc.asyncProperty(randomQueries(schema, values), fc.boolean(), async (asked, isRep) => {
      const viewer: Viewer = isRep ? rita : erp
      fc.pre(cache.find(asked.query, 'Q') !== null)
      const contexts = [makeRequest(baton.baton, viewer), makeRequest(baton.baton, viewer)]
      const [compiled, expected] = await both(cache, schema, asked, contexts)
      expect(compiled).toEqual(expected)
      answered += 1
    })
    await fc.assert(property, { numRuns: 150 })
    expect(answered).toBe(150)
  }, 120_000)
})

/** Every way in which a field can go wrong, where it may be null and where it may not. */
const TREACHEROUS = buildSchema(`
  interface Thing { name: String! other: Thing }
  type Good implements Thing { name: String! note: String count: Int! other: Thing sure: Good! many: [Good!] some: [Good]! things: [Thing!]! }
  type Bad implements Thing { name: String! other: Thing worse: Bad }
  type Query { good: Good sure: Good! thing: Thing many: [Good!]! some: [Good] things(first: Int): [Thing] number: Int }
`)

type Pace = 'at once' | 'later'

/** Whether and how a field fails depends on its path alone, so that it fails for both in the same way. */
function beTreacherous(pace: Pace): void {
  const hash = (info: GraphQLResolveInfo) =>
    [...JSON.stringify(responsePathAsArray(info.path))].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7)
  for (const type of Object.values(TREACHEROUS.getTypeMap()).filter(({ name }) => !name.startsWith('__'))) {
    if (isAbstractType(type)) type.resolveType = (_, __, info) => (hash(info) % 7 === 0 ? 'Bad' : 'Good')
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const misbehave = (info: GraphQLResolveInfo) => misbehaviour(hash(info), String(field.type), pace)
      field.resolve = (_, __, ___, info) => (pace === 'at once' ? misbehave(info) : Promise.try(misbehave, info))
    }
  }
}

function misbehaviour(chance: number, type: string, pace: Pace): unknown {
  const ways = [null, undefined, new Error('given'), 'no number', 'no list']
  if (chance % 19 === 1) throw new Error('thrown')
  if (chance % 17 < ways.length) return ways[chance % 17]
  if (type.startsWith('[')) return [{}, pace === 'at once' && chance % 3 === 0 ? null : {}, {}]
  return /String/.test(type) ? 'text' : /Int/.test(type) ? 7 : {}
}

describe('a compiled query', () => {
  const paces: Pace[] = ['at once', 'later']
  test.each(paces)(
    'fails as graphql-js fails, %s: what may not be null takes with it what holds it',
    async (pace) => {
      beTreacherous(pace)
      const cache = new QueryCache(TREACHEROUS)
      const property = fc.asyncProperty(randomQueries(TREACHEROUS, { first: ['1'] }), async (asked) => {
        fc.pre(cache.find(asked.query, 'Q') !== null)
        const [compiled, expected] = await both(cache, TREACHEROUS, asked, [])
        // Of several that fail later and take the same thing with them, whichever comes first is told.
        if (pace === 'later') expect(compiled.data).toEqual(expected.data)
        else expect(compiled).toEqual(expected)
      })
      await fc.assert(property, { numRuns: 300 })
    },
    60_000,
  )

  test('answers an alias that is the name of a prototype', async () => {
    const asked = { query: 'query Q { __proto__: __typename constructor: __typename }', variables: {} }
    const [compiled, expected] = await both(new QueryCache(TREACHEROUS), TREACHEROUS, asked, [])
    expect(JSON.stringify(compiled)).toBe(JSON.stringify(expected))
    expect(JSON.stringify(compiled)).toContain('"__proto__":"Query"')
  })

  test('is kept while it is used, and the least used goes first when there is no more room', () => {
    const ask = (n: number) => `query Q { number${' '.repeat(100)} a${n}: number }`
    const cache = new QueryCache(TREACHEROUS, 1_000)
    const first = cache.find(ask(0), null)
    for (let n = 1; n < 50; n += 1) {
      expect(cache.find(ask(n), null)).not.toBeNull()
      expect(cache.find(ask(0), null)).toBe(first)
      expect(cache.kept).toBeLessThanOrEqual(1_000)
    }
    const again = cache.find(ask(1), null)
    expect(again).not.toBeNull()
    expect(cache.find(ask(1), null)).toBe(again)
  })

  test('is one for each name that its document has', () => {
    const cache = new QueryCache(TREACHEROUS)
    const document = 'query A { number } query B { good { name } }'
    const names = ['A', 'B'].map((name) => cache.find(document, name)!.operation.name!.value)
    expect(names).toEqual(['A', 'B'])
    expect([cache.find(document, null), cache.find(document, 'C')]).toEqual([null, null])
  })

  test('is not made of what is wrong, too large or no query', () => {
    const cache = new QueryCache(schema)
    const refused = [
      '{',
      '{ nothing }',
      'mutation { cancelOrder(input: { order: "1", reason: "no" }) { order { id } } }',
      'subscription { events { cursor } }',
      `{ ${'feed { head } '.repeat(700)} }`,
      `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
    ]
    for (const document of refused) expect(cache.find(document, null)).toBeNull()
  })
})

test('the random queries that are compared are valid', () => {
  const valid = fc.sample(randomQueries(schema, { number: ['"1"'], key: ['"1"'], id: ['"1"'], Int: ['1'] }), 50)
  expect(valid.filter(({ query }) => validate(schema, parse(query)).length === 0).length).toBeGreaterThan(25)
})
