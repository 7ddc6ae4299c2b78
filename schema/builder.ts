import SchemaBuilder from '@pothos/core'
import RelayPlugin from '@pothos/plugin-relay'
import type { CalendarDate, Decimal, Instant } from '../server/domain/vocabulary.ts'
import type { Request } from '../server/services/request.ts'
import guard from './guard.ts'

/** What the schema is made of; it defines no type itself. Nothing is nullable unless it says so. */
export type Types = {
  Context: Request
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Instant; Output: Instant }
    Date: { Input: CalendarDate; Output: CalendarDate }
    Duration: { Input: string; Output: string }
    Decimal: { Input: Decimal; Output: Decimal }
  }
}

export const builder = new SchemaBuilder<Types>({
  plugins: [RelayPlugin, guard],
  defaultFieldNullability: false,
  relay: { clientMutationId: 'omit', cursorType: 'String', nodeQueryOptions: false, nodesQueryOptions: false },
})

builder.queryType()
builder.mutationType()
builder.subscriptionType({
  description:
    'A feed first replays what lies between `after` and now, then goes on live: every event once, in cursor order, across a dropped connection, a server that was killed and a move to another server. Without `after` it starts at now.',
})
