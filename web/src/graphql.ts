import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './graphql-env.d.ts'

/** Writes a document whose result and variables are typed by schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: { DateTime: string; Date: string; Duration: string; Decimal: string }
}>()

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada'
