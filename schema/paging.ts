import type { Page } from '../server/services/paging.ts'
import { needs } from './asked.ts'
import { builder } from './builder.ts'

/** The arguments of every connection. */
export const pageArgs = builder.args((t) => ({
  first: t.int({ description: 'How many from the beginning, 1 to 100; 20 where neither `first` nor `last` is given.' }),
  after: t.string({ description: 'Only what comes after this cursor.' }),
  last: t.int({ description: 'How many from the end, 1 to 100; not together with `first`.' }),
  before: t.string({ description: 'Only what comes before this cursor.' }),
}))

type Edge<T> = Page<T>['edges'][number]
/** What a reference to a type tells of it. */
type Named<T> = { readonly $inferType: T }

/** The connection of a type, named after it. */
export function connectionOf<T>(type: Named<T>, name: string) {
  const edge = builder.objectRef<Edge<T>>(`${name}Edge`).implement({
    fields: (t) => ({
      cursor: t.string({
        description: 'Pass it as `after` or `before` to go on from here.',
        resolve: ({ cursor }) => cursor,
      }),
      node: t.field({ type: type as never, ...needs(), resolve: ({ node }) => node as never }),
    }),
  })
  return builder.objectRef<Page<T>>(`${name}Connection`).implement({
    description: 'A page of a list.',
    fields: (t) => ({
      edges: t.field({ type: [edge], ...needs(), resolve: (page) => [...page.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (page) => page.pageInfo }),
    }),
  })
}

/** The connection of a type, with a `totalCount` of what the viewer sees. */
export function countedConnection<T>(type: Named<T>, name: string) {
  const connection = connectionOf(type, name)
  builder.objectField(connection, 'totalCount', (t) =>
    t.int({
      nullable: true,
      description: 'How many there are in all, of those that the viewer may see. Counted only when it is asked for.',
      resolve: (page) => page.totalCount(),
    }),
  )
  return connection
}
