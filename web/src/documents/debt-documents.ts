import { graphql, type ResultOf } from '../graphql.ts'

/** What the viewer owes the departments, the soonest due first: the first hundred of it. */
export const DebtsQuery = graphql(`
  query Debts {
    viewer {
      owes(first: 100) {
        totalCount
        edges {
          node {
            id
            dueAt
            isOverdue
            order { number customer { name } }
            step { id }
            owedBy { key }
            requirement { title department { name } }
          }
        }
      }
    }
  }
`)

export type Debt = ResultOf<typeof DebtsQuery>['viewer']['owes']['edges'][number]['node']
