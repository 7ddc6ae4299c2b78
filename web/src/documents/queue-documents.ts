import { graphql, type ResultOf } from '../graphql.ts'

/** `order.version` grows with every change of the order or of any of its steps: the larger one is the later one. */
export const task = graphql(`
  fragment Task on OrderStep @_unmask {
    id
    key
    name
    state
    version
    returns
    blockedReason
    readyAt
    startedAt
    holder { key name }
    dependsOn { key name }
    runs { number readyAt startedAt finishedAt }
    holds { id reason since placedBy { name } releasedAt }
    order { id number state version promisedDate timeZone customer { name } rep { name } }
  }
`)

export const QueueQuery = graphql(
  `
    query Queue($department: String!, $first: Int!, $after: String) {
      feed { head }
      department(key: $department) {
        id
        queue(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges { node { ...Task } }
        }
      }
    }
  `,
  [task],
)

/** What happens to the steps of a department, each with its step as it is by now. */
export const QueueFrames = graphql(
  `
    subscription QueueFrames($department: String!, $after: String) {
      events(after: $after, filter: { departments: [$department] }) {
        cursor
        isLive
        events {
          __typename
          id
          actor { name }
          step { ...Task }
          ... on StepChanged { fromState toState }
          ... on StepAssigned { holder { name } }
        }
      }
    }
  `,
  [task],
)

/** The steps of one order, for when it changed as a whole: its promise, say. */
export const OrderTasksQuery = graphql(
  `
    query OrderTasks($number: String!) {
      order(number: $number) {
        id
        steps { ...Task department { key } }
      }
    }
  `,
  [task],
)

export const DeskQuery = graphql(`
  query Desk($department: String!) {
    department(key: $department) {
      id
      key
      name
      isExternal
      timeZone
      lead { key name email phone }
      members(first: 100) {
        totalCount
        edges { node { id key name title email phone } }
      }
    }
  }
`)

export const DepartmentsQuery = graphql(`
  query Departments {
    departments {
      id
      key
      name
      isExternal
      lead { key name }
      members(first: 1) { totalCount }
      queue(first: 1) { totalCount }
      requirements(first: 1) { totalCount }
    }
  }
`)

/** What is asked for the steps of an order, and whether it is there. */
export const StepNeedsQuery = graphql(`
  query StepNeeds($number: String!) {
    order(number: $number) {
      id
      rep { name }
      requirements {
        id
        dueAt
        isOverdue
        satisfiedAt
        waivedAt
        requirement { title kind department { key } }
        step { id }
        owedBy { name }
      }
    }
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
export type Desk = NonNullable<ResultOf<typeof DeskQuery>['department']>
export type Member = Desk['members']['edges'][number]['node']
export type QueueEvent = ResultOf<typeof QueueFrames>['events']['events'][number]
