import type { Person as StoredPerson } from '../server/domain/directory.ts'
import { globalId } from '../server/domain/global-id.ts'
import { Actor } from './actor.ts'
import { builder } from './builder.ts'
import { Department } from './department.ts'
import { Node } from './node.ts'
import { countedConnection } from './paging.ts'

export const Person = builder.objectRef<StoredPerson>('Person')
export const PersonConnection = countedConnection(Person, 'Person')

Person.implement({
  description: 'Someone who works here, or at a partner.',
  interfaces: [Node, Actor],
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => globalId('Person', id) }),
    key: t.exposeString('key', { description: 'Stable short name.' }),
    name: t.exposeString('name'),
    email: t.exposeString('email', { nullable: true }),
    phone: t.exposeString('phone', {
      nullable: true,
      description: 'To be called from anywhere: E.164, e.g. `+493023125042`.',
    }),
    title: t.exposeString('title', { nullable: true }),
    department: t.field({
      type: Department,
      nullable: true,
      resolve: ({ departmentId }, _, { baton }) => baton.directory.departments.byId(departmentId),
    }),
  }),
})

builder.queryField('person', (t) =>
  t.field({
    type: Person,
    nullable: true,
    args: { key: t.arg.string({ required: true }) },
    resolve: (_, { key }, { baton }) => baton.directory.people.byKey(key),
  }),
)
