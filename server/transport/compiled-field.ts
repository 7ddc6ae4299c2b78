import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  Kind,
  type ValueNode,
} from 'graphql'
import { collectSubfields } from 'graphql/execution/collectFields.js'
import { getFieldDef } from 'graphql/execution/execute.js'
import type { CompiledQuery } from './compiled-query.ts'
import { type WriteObject, writerOfFields } from './compiled-selection.ts'
import { isPromise, type Write, writerOf } from './compiled-value.ts'
import { FieldInfo } from './field-info.ts'

export type VariableValues = Readonly<Record<string, unknown>>

/** What a resolver is called with beside its object and the context, the same for all values of a field in one answer. */
export type Asked = { readonly args: Readonly<Record<string, unknown>>; readonly info: GraphQLResolveInfo }

/** What of a selection is answered under one key. */
type Selected = { readonly key: string; readonly nodes: readonly FieldNode[] }

/** One field of a selection, with all that does not depend on the request decided beforehand. */
export class CompiledField {
  readonly query: CompiledQuery
  /** Its number among the fields of the query. */
  readonly index: number
  readonly parentType: GraphQLObjectType
  readonly nodes: readonly FieldNode[]
  readonly def: GraphQLField<unknown, unknown>
  readonly key: string
  readonly resolve: GraphQLFieldResolver<unknown, unknown>
  readonly writeValue: Write
  /** Null where they depend on variables. */
  private readonly literals: Asked['args'] | null
  private readonly selections = new Map<GraphQLObjectType, WriteObject>()

  constructor(query: CompiledQuery, index: number, parentType: GraphQLObjectType, { key, nodes }: Selected) {
    const [node] = nodes as readonly [FieldNode]
    this.query = query
    this.index = index
    this.parentType = parentType
    this.nodes = nodes
    this.def = getFieldDef(query.schema, parentType, node)!
    this.key = key
    this.resolve = this.def.resolve ?? defaultFieldResolver
    const write = writerOf(this, this.def.type)
    this.writeValue = (pen, value, info) => {
      if (isPromise(value)) pen.writing.later(value, (known) => write(pen, known, info))
      else write(pen, value, info)
    }
    const isLiteral = !node.arguments?.some(({ value }) => hasVariable(value))
    this.literals = isLiteral ? getArgumentValues(this.def, node) : null
  }

  ask(variableValues: VariableValues): Asked {
    const args = this.literals ?? getArgumentValues(this.def, this.nodes[0]!, variableValues)
    return { args, info: new FieldInfo(this, variableValues) }
  }

  /** What is asked of it where it turns out to be an object of this type. */
  selectionOf(type: GraphQLObjectType): WriteObject {
    const known = this.selections.get(type)
    if (known) return known
    const { schema, fragments, choices } = this.query
    const fields = this.query.compile(type, collectSubfields(schema, fragments, choices, type, this.nodes))
    const write = writerOfFields(fields)
    this.selections.set(type, write)
    return write
  }
}

function hasVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(hasVariable)
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => hasVariable(value))
  return node.kind === Kind.VARIABLE
}
