import { globalId } from '../server/domain/global-id.ts'
import type { Integration as IntegrationActor, NamedActor } from '../server/services/actor-reads.ts'
import { builder } from './builder.ts'
import { Node } from './node.ts'

export const Actor = builder.interfaceRef<NamedActor>('Actor')
Actor.implement({
  description: 'Who did something: a person, or an integration by its token. Null where Baton itself did.',
  resolveType: (actor) => ('kind' in actor ? 'Integration' : 'Person'),
  fields: (t) => ({
    id: t.id({ resolve: (actor) => globalId('kind' in actor ? 'Integration' : 'Person', actor.id) }),
    name: t.exposeString('name'),
  }),
})

export const Integration = builder.objectRef<IntegrationActor>('Integration')
Integration.implement({
  description: 'Another system, known by the name of its API token.',
  interfaces: [Node, Actor],
  fields: (t) => ({ id: t.id({ resolve: ({ id }) => globalId('Integration', id) }) }),
})
