import { orderGlobalId } from '../server/domain/global-id.ts'
import { actorOf } from '../server/services/actor-reads.ts'
import type { HoldOnStep } from '../server/services/order-step-reads.ts'
import { Actor } from './actor.ts'
import { builder } from './builder.ts'
import { Node } from './node.ts'

export const Hold = builder.objectRef<HoldOnStep>('Hold')
Hold.implement({
  description: 'Why a step cannot go on. A step is BLOCKED while any hold on it is open.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ order, step, hold }) => orderGlobalId('Hold', order, step.position, hold.number) }),
    reason: t.string({ resolve: ({ hold }) => hold.reason }),
    since: t.field({ type: 'DateTime', resolve: ({ hold }) => hold.since }),
    placedBy: t.field({
      type: Actor,
      nullable: true,
      resolve: ({ hold }, _, request) => actorOf(request, hold.placedBy),
    }),
    releasedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Null while it is open.',
      resolve: ({ hold }) => hold.releasedAt,
    }),
    releasedBy: t.field({
      type: Actor,
      nullable: true,
      resolve: ({ hold }, _, request) => actorOf(request, hold.releasedBy),
    }),
  }),
})
