import { graphql, type ResultOf } from '../graphql.ts'

const leg = graphql(`
  fragment Leg on OrderStep @_unmask {
    id
    key
    name
    state
    version
    returns
    blockedReason
    startedAt
    finishedAt
    department { key name isExternal }
    holder { key name }
    contact { name email phone title }
    dependsOn { key }
    runs { number holder { name } readyAt startedAt finishedAt }
    order { number }
    holds { id reason since placedBy { name } releasedAt releasedBy { name } }
  }
`)

const historyEvent = graphql(`
  fragment HistoryEvent on Event @_unmask {
    __typename
    id
    cursor
    at
    recordedAt
    reason
    actor { name }
    step { key name }
    department { name }
    ... on StepChanged { fromState toState run }
    ... on StepAssigned { holder { name } }
    ... on StepReturned { returnedTo { name } }
    ... on PromiseChanged { fromDate toDate }
    ... on RequirementSatisfied { requirement { title } }
  }
`)

export const OrderQuery = graphql(
  `
    query Order($number: String!) {
      feed { head }
      order(number: $number) {
        id
        number
        state
        version
        channel
        circumstances
        timeZone
        placedAt
        requestedDate
        promisedDate
        deliveredAt
        closedAt
        customer { name }
        rep { key name email phone title }
        workflow { name version }
        lines { product { sku name } quantity }
        steps { ...Leg }
        next { key }
        requirements {
          id
          requirement { title details formUrl kind duration clock department { key name } }
          step { name }
          owedBy { key name }
          dueAt
          isOverdue
          satisfiedAt
          satisfiedBy { name }
          waivedAt
          answer
          evidenceUrl
        }
        events(last: 20) {
          edges { cursor node { ...HistoryEvent } }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,
  [leg, historyEvent],
)

/** The order as it stood. Its ids are of that instant's, so that no cache takes it for the present. */
export const OrderAsOfQuery = graphql(
  `
    query OrderAsOf($number: String!, $asOf: DateTime!) {
      order(number: $number, asOf: $asOf) {
        id
        number
        state
        promisedDate
        timeZone
        closedAt
        steps { ...Leg }
        next { department { name } }
      }
    }
  `,
  [leg],
)

export const OlderEventsQuery = graphql(
  `
    query OlderEvents($number: String!, $before: String!) {
      order(number: $number) {
        id
        events(last: 100, before: $before) {
          edges { cursor node { ...HistoryEvent } }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,
  [historyEvent],
)

export const OrderFrames = graphql(
  `
    subscription OrderFrames($number: String!, $after: String) {
      orderEvents(number: $number, after: $after) {
        cursor
        isLive
        events { ...HistoryEvent }
      }
    }
  `,
  [historyEvent],
)

export type OrderDetail = NonNullable<ResultOf<typeof OrderQuery>['order']>
export type Leg = ResultOf<typeof leg>
export type OrderAsOf = NonNullable<ResultOf<typeof OrderAsOfQuery>['order']>
export type StepState = Leg['state']
export type HistoryEvent = ResultOf<typeof historyEvent>
export type OrderRequirement = OrderDetail['requirements'][number]
export type EventPage = OrderDetail['events']
