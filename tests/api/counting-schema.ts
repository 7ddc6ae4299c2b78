import { buildSchema, type GraphQLFieldResolver, type GraphQLScalarType, type GraphQLSchema } from 'graphql'
import { seesRequirements } from '../../server/domain/visibility.ts'
import type { Frame } from '../../server/services/frame.ts'
import type { Request } from '../../server/services/request.ts'
import { type EventFilter, watchEvents } from '../../server/services/watch.ts'

const SDL = `
  scalar Counted
  input Filter { types: [String!] }
  type Query { a: Int }
  type Frame { cursor: String! isLive: Boolean! seqs: [Int!]! texts: [String]! written: Counted! seesRequirements: Boolean! slow: Int }
  type Subscription { events(filter: Filter, after: String): Frame }
`

type Given = { readonly filter?: EventFilter; readonly after?: string }

export type Counts = {
  /** The places of the frames that were executed, as often as they were. */
  readonly executed: number[]
  /** How many answers were written as JSON. */
  written: number
  /** What the field `slow` waits for. */
  slow: () => Promise<void>
}

export function noCounts(): Counts {
  return { executed: [], written: 0, slow: async () => {} }
}

/** The feed as the real schema has it, in fields that count what is done for them. */
export function countingSchema(counts: Counts): GraphQLSchema {
  const schema = buildSchema(SDL)
  const { events } = schema.getSubscriptionType()!.getFields()
  events!.subscribe = (_, { filter, after }: Given, request: Request) =>
    watchEvents(request, filter ?? null, after ?? null)
  events!.resolve = (frame) => frame
  const resolvers: Record<string, GraphQLFieldResolver<Frame, Request>> = {
    seqs: (frame) => {
      counts.executed.push(frame.place)
      return frame.events.map(({ seq }) => seq)
    },
    texts: (frame) => frame.events.map(({ reason }) => reason),
    written: () => 1,
    slow: async ({ place }) => {
      await counts.slow()
      return place
    },
    seesRequirements: (_, __, { viewer }) => seesRequirements(viewer),
  }
  const fields = (schema.getType('Frame') as ReturnType<GraphQLSchema['getSubscriptionType']>)!.getFields()
  for (const [name, resolve] of Object.entries(resolvers)) fields[name]!.resolve = resolve
  const counted = schema.getType('Counted') as GraphQLScalarType
  counted.serialize = () => ({
    toJSON: () => {
      counts.written += 1
      return counts.written
    },
  })
  return schema
}
