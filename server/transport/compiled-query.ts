import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  locatedError,
  type OperationDefinitionNode,
} from 'graphql'
import { collectFields } from 'graphql/execution/collectFields.js'
import { CompiledField, Run, type VariableValues } from './compiled-field.ts'
import { executeFields, isPromise } from './compiled-value.ts'

/**
 * A query made ready to be executed many times: which fields, with which arguments, of which types is decided once. It answers what
 * graphql-js would, with its semantics of nulls and errors; `choices` are the variables of its @skip and @include, so that a query
 * that leaves out other parts is another one.
 */
export class CompiledQuery {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Record<string, FragmentDefinitionNode>
  readonly choices: Record<string, unknown>
  private readonly hasPlainKeys: boolean
  private readonly fields: readonly CompiledField[]

  /** The document must be valid, the operation one of its queries. */
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
    this.hasPlainKeys = !document.loc?.source.body.includes('__proto__')
    const root = schema.getQueryType()!
    this.fields = this.compile(root, collectFields(schema, this.fragments, this.choices, root, operation.selectionSet))
  }

  compile(type: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>): readonly CompiledField[] {
    return [...fields].map(([key, nodes]) => new CompiledField(this, type, key, nodes))
  }

  /** `variableValues` are coerced, and those of @skip and @include are `choices`. It does not reject. */
  async execute(context: unknown, variableValues: VariableValues): Promise<ExecutionResult> {
    const run = new Run(context, variableValues, this.hasPlainKeys)
    const data = await this.dataOf(run)
    return run.errors.length === 0 ? { data } : { errors: run.errors, data }
  }

  private async dataOf(run: Run): Promise<Record<string, unknown> | null> {
    try {
      const data = executeFields(run, this.fields, undefined, undefined)
      return isPromise(data) ? await data : data
    } catch (error) {
      run.note(locatedError(error, undefined, undefined), undefined)
      return null
    }
  }
}
