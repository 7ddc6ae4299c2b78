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
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeTypeOptions: { description: 'What has an id that `node` takes.' },
    pageInfoTypeOptions: { description: 'What lies around a page.' },
  },
})

builder.queryType({
  description:
    'Every field but `viewer` and `feed` is nullable, so that one refusal never hides what another field says. What the viewer may not see is not there: null, or NOT_FOUND, as for what does not exist.',
})
builder.mutationType({
  description:
    'One after the other, each whole or not at all. A refusal has `extensions.code` (ErrorCode) and names the field, the value and the limit.',
})
builder.subscriptionType({
  description:
    'A feed first replays what lies between `after` and now, then goes on live: every event once, in cursor order, across a dropped connection, a server that was killed and a move to another server. Without `after` it starts at now.',
})
