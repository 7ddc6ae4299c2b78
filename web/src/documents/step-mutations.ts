import { graphql } from '../graphql.ts'

/** What comes back of every step mutation: enough to tell who has the baton now. */
const handled = graphql(`
  fragment Handled on StepPayload @_unmask {
    step { id name state version holder { key name } }
    order { id number version current { id name holder { name } department { name } } }
  }
`)

export const StartStep = graphql(`mutation StartStep($input: StepInput!) { startStep(input: $input) { ...Handled } }`, [
  handled,
])
export const CompleteStep = graphql(
  `mutation CompleteStep($input: StepInput!) { completeStep(input: $input) { ...Handled } }`,
  [handled],
)
export const BlockStep = graphql(
  `mutation BlockStep($input: BlockStepInput!) { blockStep(input: $input) { ...Handled } }`,
  [handled],
)
export const UnblockStep = graphql(
  `mutation UnblockStep($input: UnblockStepInput!) { unblockStep(input: $input) { ...Handled } }`,
  [handled],
)
export const ReturnStep = graphql(
  `mutation ReturnStep($input: ReturnStepInput!) { returnStep(input: $input) { ...Handled } }`,
  [handled],
)
export const AssignStep = graphql(
  `mutation AssignStep($input: AssignStepInput!) { assignStep(input: $input) { ...Handled } }`,
  [handled],
)
