import fc from 'fast-check'
import {
  buildSchema,
  execute,
  type GraphQLSchema,
  getVariableValues,
  isAbstractType,
  isObjectType,
  parse,
  validate,
} from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../schema/schema.ts'
import { personViewer, tokenViewer, type Viewer } from '../../server/domain/visibility.ts'
import { makeRequest } from '../../server/services/request.ts'
import { QueryCache } from '../../server/transport/query-cache.ts'
import { onDatabase } from '../support/database.ts'
import { type Company, companies } from './company.ts'
import { HAPPENED, happen } from './happenings.ts'
import { type RandomQuery, randomQueries } from './random-query.ts'

type Both = { readonly written: string | null; readonly data: string; readonly isRight: boolean }

/** What is compiled of the query and what graphql-js makes of it. */
async function both(cache: QueryCache, on: GraphQLSchema, { query, variables }: RandomQuery, contexts: object[]) {
  const kept = cache.find(query, 'Q')!
  const { coerced = {} } = getVariableValues(on, kept.operation.variableDefinitions!, variables)
  const document = parse(query)
  const { data, errors } = await execute({ schema: on, document, variableValues: variables, contextValue: contexts[0] })
  const written = await kept.compiled(coerced)!.write(contexts[1], coerced)
  return {
    written: written && Buffer.concat(written).toString(),
    data: JSON.stringify(data),
    isRight: errors === undefined,
  } satisfies Both
}

/** To the byte, or not at all. */
function expectSame({ written, data, isRight }: Both): void {
  expect(written).toBe(isRight ? data : null)
}

onDatabase('PGlite', (open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await happen(baton)
    await baton.baton.feed.tail.catchUp()
  })

  test('any query of the schema is answered as graphql-js answers it, or left to it where anything is refused', async () => {
    const rita = personViewer(baton.baton.directory.people.byKey('rita')!, 'session:1')
    const erp = tokenViewer({ id: 1, scopes: ['ORDERS_READ'] })
    const cache = new QueryCache(schema)
    const answered = { right: 0, wrong: 0 }
    const property = fc.asyncProperty(randomQueries(schema, HAPPENED), fc.boolean(), async (asked, isRep) => {
      const viewer: Viewer = isRep ? rita : erp
      fc.pre(cache.find(asked.query, 'Q') !== null)
      const contexts = [makeRequest(baton.baton, viewer), makeRequest(baton.baton, viewer)]
      const answers = await both(cache, schema, asked, contexts)
      expectSame(answers)
      answered[answers.isRight ? 'right' : 'wrong'] += 1
    })
    await fc.assert(property, { numRuns: 150 })
    expect(answered.right).toBeGreaterThan(50)
    expect(answered.wrong).toBeGreaterThan(5)
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
/** Of each object of the treacherous schema: what its fields do depends on it. */
type Seeded = { readonly seed: number }

/** Whether and how a field fails depends on its name and its object alone, so that it fails for both in the same way. */
function beTreacherous(pace: Pace): void {
  const hash = ({ seed }: Partial<Seeded> = { seed: 7 }, name: string) =>
    [...name].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, seed ?? 7)
  for (const type of Object.values(TREACHEROUS.getTypeMap()).filter(({ name }) => !name.startsWith('__'))) {
    if (isAbstractType(type)) type.resolveType = (value) => (hash(value, 'type') % 11 === 0 ? 'Bad' : 'Good')
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const mayFail = type.name !== 'Query'
      const behave = (source: Seeded | undefined) =>
        behaviour(hash(source, field.name), String(field.type), pace, mayFail)
      field.resolve = (source) => (pace === 'at once' ? behave(source) : Promise.try(behave, source))
    }
  }
}

const WAYS = [null, undefined, new Error('given'), 'no number', 'no list']

function behaviour(seed: number, type: string, pace: Pace, mayFail: boolean): unknown {
  const chance = seed % 97
  if (mayFail && chance === 1) throw new Error('thrown')
  if (mayFail && chance < 10) return WAYS[chance % WAYS.length]
  const item = (place: number) => ({ seed: seed + place })
  if (type.startsWith('[')) return [item(1), pace === 'at once' && chance % 9 === 0 ? null : item(2), item(3)]
  return /String/.test(type) ? 'text\n"\u2028' : /Int/.test(type) ? chance : item(0)
}

/** What may come along where no resolver says anything: a property of whatever the object is. */
const PLAIN = buildSchema(`
  enum Kind { A B }
  type It { text: String id: ID count: Int share: Float flag: Boolean kind: Kind it: It its: [It] texts: [String!] lists: [[Int]] }
  type Query { it: It }
`)
PLAIN.getQueryType()!.getFields().it!.resolve = (_, __, context: { readonly it: unknown }) => context.it
const IT = 'text id count share flag kind texts lists'
const ASKED = `query Q { it { ${IT} it { ${IT} its { ${IT} } } its { ${IT} it { text } } } }`

/** An object too, which as an item of a list nobody calls. */
const called = Object.assign(() => 1, { text: 'of a function' })
const { oddity } = fc.letrec((tie) => ({
  oddity: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(
      null,
      undefined,
      'A',
      'B',
      '"\\\n',
      0,
      -0,
      7,
      2 ** 31,
      0.5,
      Number.NaN,
      true,
      7n,
      Symbol.iterator,
    ),
    fc.constantFrom<unknown>(new Error('given'), new Date(0), new String('boxed'), new Number(3), Object.create(null)),
    fc.array(tie('oddity'), { maxLength: 3 }),
    fc.array(tie('oddity'), { maxLength: 3 }).map((list) => new Set(list)),
    tie('oddity').map((value) => () => value),
    fc.record(Object.fromEntries([...IT.split(' '), 'it', 'its'].map((name) => [name, tie('oddity')])), {
      requiredKeys: [],
    }),
  ),
}))
/** Mostly what belongs there, so that a good part of the answers is right. */
const mostly = <T>(right: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: right as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: oddity })
/** No promise in a list: graphql-js 16 forgets the others where an item of it fails. */
const perhapsLater = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: value.map((known) => Promise.resolve(known)) })
const someOf = <T>(items: fc.Arbitrary<T>) => fc.array(items, { maxLength: 3 })
const [text, count] = [mostly(fc.string()), mostly(fc.integer())]
const { thing } = fc.letrec((tie) => ({
  thing: fc.record(
    {
      ...{ text: perhapsLater(text), id: text, count: perhapsLater(count), share: fc.double(), flag: fc.boolean() },
      ...{ kind: perhapsLater(fc.constantFrom('A', 'B', null)), texts: someOf(text), lists: someOf(someOf(count)) },
      it: perhapsLater(fc.oneof({ maxDepth: 2 }, fc.constant(null), tie('thing'))),
      its: fc.oneof({ maxDepth: 2 }, fc.constantFrom([], [called], new Set(['primitive'])), someOf(tie('thing'))),
    },
    { requiredKeys: [] },
  ),
}))

describe('a compiled query', () => {
  test('finds in an object what graphql-js finds in it, or leaves it to that', async () => {
    const cache = new QueryCache(PLAIN)
    const answered = { right: 0, wrong: 0 }
    const property = fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: thing }, { weight: 1, arbitrary: oddity }),
      async (it) => {
        const answers = await both(cache, PLAIN, { query: ASKED, variables: {} }, [{ it }, { it }])
        expectSame(answers)
        answered[answers.isRight ? 'right' : 'wrong'] += 1
      },
    )
    await fc.assert(property, { numRuns: 500 })
    expect(answered.right).toBeGreaterThan(50)
    expect(answered.wrong).toBeGreaterThan(50)
  })

  const paces: Pace[] = ['at once', 'later']
  test.each(paces)(
    'is answered as graphql-js answers it when nothing fails, and not at all when anything does, %s',
    async (pace) => {
      beTreacherous(pace)
      const cache = new QueryCache(TREACHEROUS)
      const answered = { right: 0, wrong: 0 }
      const property = fc.asyncProperty(randomQueries(TREACHEROUS, { first: ['1'] }), async (asked) => {
        fc.pre(cache.find(asked.query, 'Q') !== null)
        const answers = await both(cache, TREACHEROUS, asked, [])
        expectSame(answers)
        answered[answers.isRight ? 'right' : 'wrong'] += 1
      })
      await fc.assert(property, { numRuns: 300 })
      expect(answered.right).toBeGreaterThan(30)
      expect(answered.wrong).toBeGreaterThan(30)
    },
    60_000,
  )

  test('has no path to tell of, since a field is told of all its values at once', async () => {
    beTreacherous('at once')
    TREACHEROUS.getQueryType()!.getFields().number!.resolve = (_, __, ___, { path }) => String(path.key).length
    const answers = await both(
      new QueryCache(TREACHEROUS),
      TREACHEROUS,
      { query: 'query Q { number }', variables: {} },
      [],
    )
    expect(answers).toEqual({ written: null, data: '{"number":6}', isRight: true })
  })

  test('answers an alias that is the name of a prototype', async () => {
    const asked = { query: 'query Q { __proto__: __typename constructor: __typename }', variables: {} }
    const answers = await both(new QueryCache(TREACHEROUS), TREACHEROUS, asked, [])
    expectSame(answers)
    expect(answers.written).toContain('"__proto__":"Query"')
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
  const valid = fc.sample(randomQueries(schema, { number: ['"1"'], key: ['"1"'], id: ['"1"'], Int: ['1'] }), {
    numRuns: 200,
    seed: 7,
  })
  expect(valid.filter(({ query }) => validate(schema, parse(query)).length === 0).length).toBeGreaterThan(80)
})
