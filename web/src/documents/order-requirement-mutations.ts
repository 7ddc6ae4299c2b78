import { graphql } from '../graphql.ts'

/** What comes back of each: the order with its version by now, and how the requirement stands. */
const settled = graphql(`
  fragment Settled on OrderRequirementPayload @_unmask {
    order { id version }
    orderRequirement { id satisfiedAt satisfiedBy { name } waivedAt answer evidenceUrl }
  }
`)

export const SatisfyRequirement = graphql(
  `mutation SatisfyRequirement($input: SatisfyRequirementInput!) { done: satisfyRequirement(input: $input) { ...Settled } }`,
  [settled],
)
export const WaiveRequirement = graphql(
  `mutation WaiveRequirement($input: OrderRequirementInput!) { done: waiveRequirement(input: $input) { ...Settled } }`,
  [settled],
)
export const UnsatisfyRequirement = graphql(
  `mutation UnsatisfyRequirement($input: OrderRequirementInput!) { done: unsatisfyRequirement(input: $input) { ...Settled } }`,
  [settled],
)
