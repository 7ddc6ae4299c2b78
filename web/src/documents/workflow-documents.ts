import { graphql, type ResultOf } from '../graphql.ts'

export const WorkflowsQuery = graphql(`
  query Workflows {
    workflows {
      id
      key
      version
      name
      appliesWhen
      isDiscovered
      stepCount
      publishedAt
      departments { key name isExternal }
    }
  }
`)

const version = graphql(`
  fragment Version on Workflow @_unmask {
    id
    key
    version
    name
    appliesWhen
    isDiscovered
    stepCount
    publishedAt
    steps {
      key
      name
      appliesWhen
      delivers
      department { key name isExternal }
      dependsOn { key }
      requirements { id kind title duration clock }
    }
  }
`)

/** The newest version; the one looked at; the one that it is held against. */
export const WorkflowQuery = graphql(
  `
    query Workflow($key: String!, $version: Int, $against: Int, $withAgainst: Boolean!) {
      newest: workflow(key: $key) { version }
      shown: workflow(key: $key, version: $version) { ...Version }
      against: workflow(key: $key, version: $against) @include(if: $withAgainst) { ...Version }
    }
  `,
  [version],
)

export type WorkflowRow = NonNullable<ResultOf<typeof WorkflowsQuery>['workflows']>[number]
export type WorkflowVersion = ResultOf<typeof version>
export type VersionStep = WorkflowVersion['steps'][number]
