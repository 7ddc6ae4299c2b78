import { graphql, type ResultOf } from '../graphql.ts'

export const OrdersQuery = graphql(`
  query Orders($filter: OrderFilter, $orderBy: OrderSort, $first: Int, $after: String, $last: Int, $before: String) {
    orders(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges {
        node {
          id
          number
          state
          version
          promisedDate
          timeZone
          placedAt
          closedAt
          customer { name }
          rep { key name }
          current { id name state holder { name } department { name } }
          next { id name department { name } }
        }
      }
    }
  }
`)

export type OrdersPageOf = NonNullable<ResultOf<typeof OrdersQuery>['orders']>
export type OrderRow = OrdersPageOf['edges'][number]['node']
