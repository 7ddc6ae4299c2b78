import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql'
import { conflict } from '../../server/domain/refusal.ts'
import type { Request } from '../../server/services/request.ts'

/** The smallest schema with everything that the transport treats in a way of its own; Baton's real one has tests of its own. */
const SDL = `
  input LineInput { sku: String! quantity: Int! }
  input OrderInput { number: String! lines: [LineInput!] }
  type Query {
    credential: String!
    echo(text: String!, first: Int): String
    order(input: OrderInput!): String
    refused: String
    broken: String
    timedOut: String
    never: String
    things(first: Int, last: Int): Things
  }
  type Things { nodes: [Thing!] }
  type Thing { name: String things(first: Int, last: Int): Things }
  type Mutation { refused: String }
  type Subscription { requests(count: Int!): Int never: Int fails: Int }
`

type Resolver = GraphQLFieldResolver<unknown, Request>

const refuse: Resolver = () => {
  throw conflict('step', 'it changed', 7)
}
const never = () => new Promise<never>(() => {})

const queries: Record<string, Resolver> = {
  credential: (_, __, { viewer }) => viewer.credential,
  echo: (_, { text }) => text,
  order: () => 'taken',
  refused: refuse,
  broken: () => {
    throw new TypeError('the password is swordfish')
  },
  timedOut: () => {
    throw new Error('query failed', { cause: Object.assign(new Error('canceling statement'), { code: '57014' }) })
  },
  never,
}

async function* countTo(count: number): AsyncGenerator<number> {
  for (let n = 1; n <= count; n += 1) yield n
}

/** `seen` gets the request of each event of `requests`; `ended` is called when the source of `never` is returned. */
export function bareSchema(seen: Request[] = [], ended: () => void = () => {}): GraphQLSchema {
  const schema = buildSchema(SDL)
  for (const [name, resolve] of Object.entries(queries)) schema.getQueryType()!.getFields()[name]!.resolve = resolve
  schema.getMutationType()!.getFields().refused!.resolve = refuse
  const { requests, never: silent, fails } = schema.getSubscriptionType()!.getFields()
  requests!.subscribe = (_, { count }: { count: number }) => countTo(count)
  requests!.resolve = (event, _, request: Request) => {
    seen.push(request)
    return event
  }
  silent!.subscribe = () => silentSource(ended)
  fails!.subscribe = failing
  fails!.resolve = (event) => event
  return schema
}

/** Yields nothing until it is returned, as a quiet feed does. */
function silentSource(ended: () => void): AsyncIterableIterator<unknown> {
  const { promise, resolve } = Promise.withResolvers<IteratorResult<unknown>>()
  return {
    next: () => promise,
    return: async () => {
      ended()
      resolve({ value: undefined, done: true })
      return promise
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

async function* failing(): AsyncGenerator<number> {
  yield 1
  throw conflict('order', 'it is gone', 3)
}
