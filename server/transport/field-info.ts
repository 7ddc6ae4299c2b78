import type { FieldNode, GraphQLObjectType, GraphQLOutputType, GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import type { CompiledField, VariableValues } from './compiled-field.ts'

/** What a resolver is told of its field: of all its values in an answer, so that none of them has a path. */
export class FieldInfo implements GraphQLResolveInfo {
  readonly variableValues: VariableValues
  private readonly field: CompiledField

  constructor(field: CompiledField, variableValues: VariableValues) {
    this.field = field
    this.variableValues = variableValues
  }

  get path(): never {
    throw new Error(`${this.field.def.name} is told of all its values, and they have no path`)
  }
  get fieldName(): string {
    return this.field.def.name
  }
  get fieldNodes(): readonly FieldNode[] {
    return this.field.nodes
  }
  get returnType(): GraphQLOutputType {
    return this.field.def.type
  }
  get parentType(): GraphQLObjectType {
    return this.field.parentType
  }
  get schema(): GraphQLSchema {
    return this.field.query.schema
  }
  get fragments(): GraphQLResolveInfo['fragments'] {
    return this.field.query.fragments
  }
  get rootValue(): undefined {
    return undefined
  }
  get operation(): GraphQLResolveInfo['operation'] {
    return this.field.query.operation
  }
}
