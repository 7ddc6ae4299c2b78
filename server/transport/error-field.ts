import { type ASTNode, type GraphQLError, Kind, parse, visit } from 'graphql'

/**
 * What part of the input an error of GraphQL itself is about: `input.placedAt` for a variable or for a literal in the document,
 * `query` where it is the document as a whole, else the part of the request.
 */
export function fieldOf(error: GraphQLError): string {
  const [node] = error.nodes ?? []
  if (node?.kind === Kind.VARIABLE_DEFINITION) return pathInVariable(error) ?? node.variable.name.value
  return (node && pathInDocument(node)) || (error.locations ? 'query' : partOfRequest(error.message))
}

/** graphql-js and Apollo name the part in words only. */
function partOfRequest(message: string): string {
  if (/^(Unknown operation|Must provide operation)/.test(message)) return 'operationName'
  if (/^GraphQL queries must be/.test(message)) return 'query'
  return /`(query|variables|extensions|operationName)`/.exec(message)?.[1] ?? 'request'
}

/** graphql-js tells the path in words only, between the value and the message of the error that it wraps. */
function pathInVariable({ message, originalError }: GraphQLError): string | null {
  const cause = innermostSuffix(message, originalError)
  return / at "([^"]+)"$/.exec(message.slice(0, message.length - cause))?.[1] ?? null
}

function innermostSuffix(message: string, cause: Error | undefined): number {
  for (let error = cause; error; error = (error as Partial<GraphQLError>).originalError as Error | undefined)
    if (message.endsWith(`; ${error.message}`)) return error.message.length + 2
  return 0
}

/** The names of the argument and of the input fields that hold the node, e.g. `input.lines.quantity`. */
function pathInDocument(node: ASTNode): string {
  const { loc } = node
  if (!loc) return ''
  const names: string[] = []
  const holder = (outer: ASTNode & { readonly name: { readonly value: string } }) => {
    const holds = outer.loc && outer.loc.start <= loc.start && outer.loc.end >= loc.end
    if (holds) names.push(outer.name.value)
  }
  visit(parse(loc.source), { Argument: { enter: holder }, ObjectField: { enter: holder } })
  return names.join('.')
}
