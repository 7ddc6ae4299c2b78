import { GraphQLError, type OperationDefinitionNode, type ValidationRule } from 'graphql'
import { Refusal } from '../domain/refusal.ts'
import { type OperationSize, Ruler } from './operation-size.ts'

/** What one request may ask for at most. HTTP and WebSocket obey the same. */
export const LIMITS = {
  bodyBytes: 256 * 1024,
  tokens: 2_000,
  depth: 10,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  /** Milliseconds. */
  time: 10_000,
  /** Bytes of one message of a socket. */
  messageBytes: 64 * 1024,
} as const

/** LIMIT_EXCEEDED in words: what there is too much of, how much is taken, how much came. */
export function exceeded(what: string, limit: number, actual: number): Refusal {
  return new Refusal('LIMIT_EXCEEDED', `${what}: at most ${limit}, not ${actual}`, { field: what, limit, actual })
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
