import { graphql, type ResultOf } from '../graphql.ts'

const task = graphql(`
  fragment Task on OrderStep @_unmask {
    id
    key
    name
    state
    version
    returns
    blockedReason
    startedAt
    holder { key name }
    dependsOn { key name }
    runs { number readyAt startedAt finishedAt }
    holds { id reason since placedBy { name } releasedAt }
    order { id number state promisedDate timeZone customer { name } rep { name } }
  }
`)

export const QueueQuery = graphql(
  `
    query Queue($department: String!, $states: [StepState!], $first: Int, $after: String) {
      department(key: $department) {
        id
        key
        name
        lead { name email }
        members(first: 100) { edges { node { key name } } }
        queue(states: $states, first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges { node { ...Task } }
        }
      }
    }
  `,
  [task],
)

export const DepartmentsQuery = graphql(`
  query Departments {
    departments { id key name isExternal timeZone lead { name } }
  }
`)

/** The steps of the order, to choose from when one is handed back. */
export const ReturnChoicesQuery = graphql(`
  query ReturnChoices($number: String!) {
    order(number: $number) {
      id
      steps { id key name state department { name } dependsOn { key } }
    }
  }
`)

export type Task = ResultOf<typeof task>
export type QueueDepartment = NonNullable<ResultOf<typeof QueueQuery>['department']>
export type Member = QueueDepartment['members']['edges'][number]['node']
