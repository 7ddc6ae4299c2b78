import { graphql, type ResultOf, type VariablesOf } from '../graphql.ts'

const orderRow = graphql(`
  fragment OrderRow on Order @_unmask {
    id
    number
    state
    version
    promisedDate
    timeZone
    placedAt
    deliveredAt
    closedAt
    channel
    circumstances
    customer { name }
    rep { key name }
    current { id key name state returns blockedReason readyAt holder { name } department { key name } }
    next { id name department { name } }
  }
`)

export const OrdersQuery = graphql(
  `
    query Orders($filter: OrderFilter, $orderBy: OrderSort, $first: Int!, $after: String) {
      orders(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { node { ...OrderRow } }
      }
    }
  `,
  [orderRow],
)

/** One row read anew: what is shown of it changes in its place. */
export const OrderRowQuery = graphql(`query OneOrder($number: String!) { order(number: $number) { ...OrderRow } }`, [
  orderRow,
])

/** What orders can be chosen by. */
export const OrderChoicesQuery = graphql(`query OrderChoices { departments { key name } }`)

export type OrdersPageOf = NonNullable<ResultOf<typeof OrdersQuery>['orders']>
export type OrderRow = ResultOf<typeof orderRow>
export type OrderChoice = Omit<VariablesOf<typeof OrdersQuery>, 'first' | 'after'>
