import type { Viewer as Asking } from '../server/domain/visibility.ts'
import { actorOf } from '../server/services/actor-reads.ts'
import { owedByViewer } from '../server/services/debt-reads.ts'
import { unreadBy } from '../server/services/requirement-reads.ts'
import { Actor } from './actor.ts'
import { builder } from './builder.ts'
import { Role, Scope } from './enums.ts'
import { OrderRequirementConnection } from './order-requirement.ts'
import { pageArgs } from './paging.ts'
import { Person } from './person.ts'
import { RequirementConnection } from './requirement.ts'

const Viewer = builder.objectRef<Asking>('Viewer')
Viewer.implement({
  description: 'Who asks.',
  fields: (t) => ({
    actor: t.field({
      type: Actor,
      nullable: true,
      description: 'Null for who is not signed in, and for the bearer of the admin token.',
      resolve: ({ actor }, _, request) => actorOf(request, actor),
    }),
    person: t.field({ type: Person, nullable: true, resolve: ({ person }) => person }),
    roles: t.field({ type: [Role], resolve: ({ roles }) => [...roles] }),
    scopes: t.field({
      type: [Scope],
      nullable: true,
      description: 'What a token may do; null for a person, whose roles say it.',
      resolve: ({ scopes }) => scopes && [...scopes],
    }),
    owes: t.field({
      type: OrderRequirementConnection,
      description:
        'What the viewer owes the departments, the soonest due first: of the own orders as their rep, and of all open orders what the own department owes.',
      args: pageArgs,
      resolve: (_, args, request) => owedByViewer(request, args),
    }),
    unread: t.field({
      type: RequirementConnection,
      description: "Requirements that touch the viewer's open orders, not yet acknowledged.",
      args: pageArgs,
      resolve: (_, args, request) => unreadBy(request, args),
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Answers everybody: for who is not signed in there is no actor, no person and no role.',
    resolve: (_, __, { viewer }) => viewer,
  }),
)
