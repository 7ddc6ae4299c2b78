import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql'
import { Refusal } from '../domain/refusal.ts'
import { Till, type Variables } from './operation-cost.ts'
import { type OperationSize, Ruler } from './operation-size.ts'
import { tokensIn } from './tokens.ts'

/** What one request may ask for, and one socket hold, at most. Every transport obeys the same. */
export const LIMITS = {
  bodyBytes: 256 * 1024,
  tokens: 2_000,
  /** Of brackets of all kinds: the parser calls itself for each, and the stack is finite. */
  nesting: 400,
  depth: 10,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  cost: 5_000,
  /** Milliseconds. */
  time: 10_000,
  /** Bytes of one message of a socket. */
  messageBytes: 64 * 1024,
  /** Operations that one socket has under way. */
  subscriptions: 50,
  /** Sockets and event streams of one viewer. */
  sockets: 20,
  /** What one socket has not taken yet. */
  unsentEvents: 1_000,
  unsentBytes: 1024 * 1024,
} as const

/** LIMIT_EXCEEDED in words: what there is too much of, how much is taken, how much came. */
export function exceeded(what: string, limit: number, actual: number): Refusal {
  return new Refusal('LIMIT_EXCEEDED', `${what}: at most ${limit}, not ${actual}`, { field: what, limit, actual })
}

/** LIMIT_EXCEEDED for a document that must not even be parsed. */
export function requireReadable(document: string): void {
  const size = tokensIn(document)
  for (const name of ['tokens', 'nesting'] as const)
    if (size[name] > LIMITS[name]) throw exceeded(name, LIMITS[name], size[name])
}

/** LIMIT_EXCEEDED for an operation whose answer would be too large: `Till` says what counts. The document must be valid. */
export function requireAffordable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Variables | null | undefined,
): void {
  const operation = getOperationAST(document, operationName)
  const cost = operation ? new Till(schema, document).costOf(operation, variables ?? {}) : 0
  if (cost > LIMITS.cost) throw exceeded('cost', LIMITS.cost, cost)
}

/** Refuses an operation that is too deep or too wide: a GraphQL validation rule, with an error for each limit exceeded. */
export const limitRule: ValidationRule = (context) => {
  const ruler = new Ruler(context.getDocument())
  return {
    OperationDefinition(operation: OperationDefinitionNode) {
      for (const refusal of excesses(ruler.sizeOf(operation)))
        context.reportError(new GraphQLError(refusal.message, { nodes: operation, originalError: refusal }))
      return false
    },
    FragmentDefinition: () => false,
  }
}

function excesses(size: OperationSize): Refusal[] {
  const names = ['depth', 'aliases', 'rootFields', 'directives'] as const
  return names.filter((name) => size[name] > LIMITS[name]).map((name) => exceeded(name, LIMITS[name], size[name]))
}
