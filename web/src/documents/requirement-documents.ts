import { graphql, type ResultOf } from '../graphql.ts'

const asked = graphql(`
  fragment Asked on Requirement @_unmask {
    id
    key
    version
    kind
    title
    details
    formUrl
    duration
    clock
    workflow
    appliesWhen
    bindsOpenOrders
    effectiveFrom
    effectiveTo
    publishedAt
    publishedBy { name }
    department { key name }
    owedBy { key name }
    steps { key name }
  }
`)

const counted = graphql(`
  fragment Counted on Requirement @_unmask {
    affectedOrders(first: 1) { totalCount }
    acknowledgements(first: 1) { totalCount }
    unacknowledgedBy(first: 1) { totalCount }
  }
`)

/** What is in force, and what is in force at `end`, long after everything that is published by now has begun. */
export const RequirementsQuery = graphql(
  `
    query Requirements($department: String!, $end: DateTime!) {
      feed { head }
      viewer { unread(first: 100) { edges { node { id } } } }
      department(key: $department) {
        id
        key
        name
        timeZone
        requirements(first: 50) { totalCount edges { node { ...Asked ...Counted } } }
        last: requirements(first: 50, at: $end) { edges { node { ...Asked ...Counted supersedes { ...Asked ...Counted } } } }
      }
    }
  `,
  [asked, counted],
)

/** What a department asks anew or no more, and who reads it. */
export const RequirementFrames = graphql(`
  subscription RequirementFrames($department: String!, $after: String) {
    events(
      after: $after
      filter: {
        departments: [$department]
        types: [REQUIREMENT_PUBLISHED, REQUIREMENT_RETIRED, REQUIREMENT_ACKNOWLEDGED]
      }
    ) {
      cursor
      isLive
      events { id }
    }
  }
`)

/** Whom one version concerns, and who of them has read it. */
export const ConcernedQuery = graphql(`
  query Concerned($id: ID!) {
    node(id: $id) {
      id
      ... on Requirement {
        affectedOrders(first: 100) {
          totalCount
          edges { node { id number promisedDate timeZone state customer { name } rep { key name } } }
        }
        acknowledgements(first: 100) { totalCount edges { node { at person { id name } } } }
        unacknowledgedBy(first: 100) { totalCount edges { node { id key name email phone } } }
      }
    }
  }
`)

/** What there is to choose from when something is asked, and how many orders it could touch at most. */
export const PublishingQuery = graphql(`
  query Publishing($department: String!) {
    workflows { key name steps { key name department { key } } }
    departments { key name }
    orders(first: 1, filter: { department: $department, state: OPEN }) { totalCount }
  }
`)

export const UnreadQuery = graphql(
  `
    query Unread {
      viewer {
        unread(first: 50) { totalCount edges { node { ...Asked supersedes { ...Asked } } } }
      }
      departments { id key name requirements(first: 1) { totalCount } }
    }
  `,
  [asked],
)

export const PublishRequirement = graphql(
  `
    mutation PublishRequirement($input: PublishRequirementInput!) {
      publishRequirement(input: $input) { requirement { ...Asked ...Counted } }
    }
  `,
  [asked, counted],
)

export const RetireRequirement = graphql(`
  mutation RetireRequirement($input: RetireRequirementInput!) {
    retireRequirement(input: $input) { requirement { id effectiveTo } }
  }
`)

export const AcknowledgeRequirement = graphql(`
  mutation AcknowledgeRequirement($input: AcknowledgeRequirementInput!) {
    acknowledgeRequirement(input: $input) { requirement { id } }
  }
`)

export type Asked = ResultOf<typeof asked>
export type Counted = Asked & ResultOf<typeof counted>
export type AskingDepartment = NonNullable<ResultOf<typeof RequirementsQuery>['department']>
export type Kind = Asked['kind']
export type Concerned = Extract<NonNullable<ResultOf<typeof ConcernedQuery>['node']>, { affectedOrders: unknown }>
export type Choices = ResultOf<typeof PublishingQuery>
