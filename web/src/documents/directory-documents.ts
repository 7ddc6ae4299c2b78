import { graphql, type ResultOf } from '../graphql.ts'

const carried = graphql(`
  fragment Carried on Order @_unmask {
    id
    number
    state
    promisedDate
    timeZone
    placedAt
    customer { name }
    rep { name }
    current { id state name department { name } }
  }
`)

export const CustomerQuery = graphql(
  `
    query Customer($key: String!, $first: Int!) {
      customer(key: $key) {
        key
        name
        isNew
        accountManager { key name title email phone }
        orders(first: $first) { totalCount pageInfo { hasNextPage } edges { node { ...Carried } } }
      }
    }
  `,
  [carried],
)

export const PersonQuery = graphql(
  `
    query Person($key: String!, $first: Int!) {
      person(key: $key) { key name title email phone department { key name isExternal lead { key name } } }
      orders(filter: { rep: $key }, first: $first) {
        totalCount
        pageInfo { hasNextPage }
        edges { node { ...Carried } }
      }
    }
  `,
  [carried],
)

export const ProductQuery = graphql(`
  query Product($sku: String!) {
    product(sku: $sku) { sku name category }
  }
`)

/** What an admin looks after, as far as the API tells it. */
export const CompanyQuery = graphql(`
  query Company {
    departments {
      id
      key
      name
      isExternal
      timeZone
      lead { key name }
      calendar { weekdays { weekday opens closes } closures { from to reason } }
      members(first: 100) { totalCount edges { node { id key name title email phone } } }
      steps { key }
    }
    viewer { scopes }
  }
`)

export type CarriedOrder = ResultOf<typeof carried>
export type CompanyDepartment = NonNullable<ResultOf<typeof CompanyQuery>['departments']>[number]
