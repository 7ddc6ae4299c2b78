import { listOrders } from '../server/services/order-reads.ts'
import * as reads from '../server/services/requirement-reads.ts'
import { askedParts } from './asked.ts'
import { builder } from './builder.ts'
import { OrderConnection } from './order.ts'
import { countedConnection, pageArgs } from './paging.ts'
import { Person, PersonConnection } from './person.ts'
import { Requirement } from './requirement.ts'

const Acknowledgement = builder.objectRef<reads.Acknowledgement>('Acknowledgement')
const AcknowledgementConnection = countedConnection(Acknowledgement, 'Acknowledgement')
Acknowledgement.implement({
  description: 'That somebody has read a requirement.',
  fields: (t) => ({
    person: t.field({ type: Person, resolve: ({ person }) => person }),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => at }),
  }),
})

/** Whom a requirement concerns, and who of them has read it. */
builder.objectFields(Requirement, (t) => ({
  affectedOrders: t.field({
    type: OrderConnection,
    description: 'Open orders it touches, the soonest due first: by promised date. Of those that the viewer sees.',
    args: pageArgs,
    resolve: ({ id }, args, request, info) =>
      listOrders(request, { requirementId: id, state: 'OPEN' }, 'PROMISED_DATE_ASC', args, askedParts(info)),
  }),
  acknowledgements: t.field({
    type: AcknowledgementConnection,
    description: 'Who has read it, and who has not, of those whose open orders it touches.',
    args: pageArgs,
    resolve: ({ id }, args, request) => reads.acknowledgementsOf(request, id, args),
  }),
  unacknowledgedBy: t.field({
    type: PersonConnection,
    description: 'The reps of open orders it touches who have not read it, by name.',
    args: pageArgs,
    resolve: ({ id }, args, request) => reads.unacknowledgedBy(request, id, args),
  }),
}))
