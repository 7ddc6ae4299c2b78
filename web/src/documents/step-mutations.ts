import { graphql } from '../graphql.ts'
import { task } from './queue-documents.ts'

/** What comes back of every step mutation: the step as it is by now. */
const handled = graphql(
  `
    fragment Handled on StepPayload @_unmask {
      step { ...Task }
    }
  `,
  [task],
)

export const StartStep = graphql(
  `mutation StartStep($input: StepInput!) { done: startStep(input: $input) { ...Handled } }`,
  [handled],
)
export const CompleteStep = graphql(
  `mutation CompleteStep($input: StepInput!) { done: completeStep(input: $input) { ...Handled } }`,
  [handled],
)
export const BlockStep = graphql(
  `mutation BlockStep($input: BlockStepInput!) { done: blockStep(input: $input) { ...Handled } }`,
  [handled],
)
export const UnblockStep = graphql(
  `mutation UnblockStep($input: UnblockStepInput!) { done: unblockStep(input: $input) { ...Handled } }`,
  [handled],
)
export const ReturnStep = graphql(
  `mutation ReturnStep($input: ReturnStepInput!) { done: returnStep(input: $input) { ...Handled } }`,
  [handled],
)
export const AssignStep = graphql(
  `mutation AssignStep($input: AssignStepInput!) { done: assignStep(input: $input) { ...Handled } }`,
  [handled],
)
