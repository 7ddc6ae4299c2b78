import {
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  print,
  visit,
} from 'graphql'

type Variables = Readonly<Record<string, unknown>> | null | undefined

/** What of a document tells how its answers look. */
type Outline = { readonly text: string; readonly variables: readonly string[] }

const outlines = new WeakMap<DocumentNode, Map<string, Outline>>()

/**
 * Names what answers to a frame look like: subscriptions of one shape are answered alike. The arguments of the one root field are
 * no part of it, since they only say which frames there are.
 */
export function shapeOf(
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Variables,
): string {
  const { text, variables: names } = outlineOf(document, operationName ?? '')
  const values = names.map((name) => [name, variables?.[name] ?? null, name in (variables ?? {})])
  return `${JSON.stringify([operationName ?? '', values])}\n${text}`
}

function outlineOf(document: DocumentNode, operationName: string): Outline {
  const known = outlines.get(document) ?? new Map<string, Outline>()
  const found = known.get(operationName) ?? outline(document, operationName)
  outlines.set(document, known.set(operationName, found))
  return found
}

function outline(document: DocumentNode, operationName: string): Outline {
  const operation = getOperationAST(document, operationName || null)
  const definitions = document.definitions.map((node) => (node === operation ? withoutArguments(node) : node))
  const names = new Set<string>()
  const stripped = visit(
    { ...document, definitions },
    { VariableDefinition: () => null, Variable: ({ name }) => void names.add(name.value) },
  )
  const defaults = operation?.variableDefinitions?.filter(({ variable }) => names.has(variable.name.value)) ?? []
  return { text: [stripped, ...defaults].map(print).join('\n'), variables: [...names] }
}

function withoutArguments(operation: OperationDefinitionNode): OperationDefinitionNode {
  const [root, ...others] = operation.selectionSet.selections
  if (root?.kind !== Kind.FIELD || others.length > 0) return operation
  const bare: FieldNode = { ...root, arguments: [] }
  return { ...operation, selectionSet: { ...operation.selectionSet, selections: [bare] } }
}
