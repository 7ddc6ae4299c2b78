import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, type ValueNode } from 'graphql'
import type { Payload } from './operations.ts'

/**
 * The document with `after` said to be the place that an event stream had come to (`Last-Event-ID`), where the subscription has
 * one root field and says none itself.
 */
export function resumeAfter(document: DocumentNode, { variables }: Payload, place: string | undefined): DocumentNode {
  const definitions = document.definitions.map((node) =>
    place !== undefined && node.kind === Kind.OPERATION_DEFINITION && node.operation === 'subscription'
      ? resumed(node, variables ?? {}, place)
      : node,
  )
  return { ...document, definitions }
}

function resumed(
  operation: OperationDefinitionNode,
  variables: NonNullable<Payload['variables']>,
  place: string,
): OperationDefinitionNode {
  const [field, ...others] = operation.selectionSet.selections
  if (field?.kind !== Kind.FIELD || others.length > 0) return operation
  const given = field.arguments?.find(({ name }) => name.value === 'after')?.value
  if (given && says(given, operation, variables)) return operation
  return { ...operation, selectionSet: { ...operation.selectionSet, selections: [withAfter(field, place)] } }
}

function says(
  value: ValueNode,
  { variableDefinitions }: OperationDefinitionNode,
  variables: NonNullable<Payload['variables']>,
): boolean {
  if (value.kind !== Kind.VARIABLE) return value.kind !== Kind.NULL
  const given = variables[value.name.value]
  const standard = variableDefinitions?.find(({ variable }) => variable.name.value === value.name.value)?.defaultValue
  return given === undefined ? standard !== undefined && standard.kind !== Kind.NULL : given !== null
}

function withAfter(field: FieldNode, place: string): FieldNode {
  const others = field.arguments?.filter(({ name }) => name.value !== 'after') ?? []
  const name = { kind: Kind.NAME, value: 'after' } as const
  return { ...field, arguments: [...others, { kind: Kind.ARGUMENT, name, value: { kind: Kind.STRING, value: place } }] }
}
