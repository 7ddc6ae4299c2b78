import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import { collectFields } from 'graphql/execution/collectFields.js'
import { CompiledField, type VariableValues } from './compiled-field.ts'
import { type WriteObject, writerOfFields } from './compiled-selection.ts'
import { Sheet, Writing } from './sheet.ts'

/**
 * A query, or what a subscription says of an event, made ready to be answered many times: which fields, with which arguments, of which types is
 * decided once, and its answer is written as JSON while it is executed. It answers what graphql-js would, or nothing; `choices` are the
 * variables of its @skip and @include, so that a query that leaves out other parts is another one.
 */
export class CompiledQuery {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Record<string, FragmentDefinitionNode>
  readonly choices: Record<string, unknown>
  private readonly writeRoot: WriteObject
  private count = 0

  /** The document must be valid, the operation one of its queries or subscriptions. */
  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    choices: VariableValues,
  ) {
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
    this.schema = schema
    this.operation = operation
    this.choices = { ...choices }
    this.fragments = Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]))
    const root = schema.getRootType(operation.operation)!
    const fields = collectFields(schema, this.fragments, this.choices, root, operation.selectionSet)
    this.writeRoot = writerOfFields(this.compile(root, fields))
  }

  compile(type: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>): readonly CompiledField[] {
    return [...fields].map(([key, nodes]) => new CompiledField(this, this.count++, type, { key, nodes }))
  }

  /**
   * The value of `data`, as stretches of JSON; null where anything at all goes wrong: which errors that makes, and what is null because of
   * them, is for graphql-js to say. `variableValues` are coerced, and those of @skip and @include are `choices`. `event`: what a subscription
   * is answered about. It does not reject.
   */
  async write(context: unknown, variableValues: VariableValues, event?: unknown): Promise<Buffer[] | null> {
    const writing = new Writing(context, variableValues)
    const sheet = new Sheet()
    writing.attempt(sheet, (pen) => this.writeRoot(pen, event))
    return (await writing.done) ? sheet.whole() : null
  }
}

/** Null where the directives of the operation cannot be followed. */
export function compiledOrNull(...args: ConstructorParameters<typeof CompiledQuery>): CompiledQuery | null {
  try {
    return new CompiledQuery(...args)
  } catch {
    return null
  }
}
