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
import { isPromise, type Write, writerOf } from './compiled-value.ts'
import { FieldInfo } from './field-info.ts'
import type { Sheet } from './sheet.ts'

export type VariableValues = Readonly<Record<string, unknown>>

/** What a resolver is called with beside its object and the context, the same for all values of a field in one answer. */
export type Asked = { readonly args: Readonly<Record<string, unknown>>; readonly info: GraphQLResolveInfo }

/** What of a selection is answered under one key, the `place`th of its object. */
type Selected = { readonly key: string; readonly nodes: readonly FieldNode[]; readonly place: number }

/** One field of a selection, with all that does not depend on the request decided beforehand. */
export class CompiledField {
  readonly query: CompiledQuery
  /** Its number among the fields of the query. */
  readonly index: number
  readonly parentType: GraphQLObjectType
  readonly nodes: readonly FieldNode[]
  readonly def: GraphQLField<unknown, unknown>
  /** What stands before its value. */
  private readonly lead: string
  private readonly resolve: GraphQLFieldResolver<unknown, unknown>
  private readonly writeValue: Write
  /** Null where they depend on variables. */
  private readonly literals: Asked['args'] | null
  private readonly selections = new Map<GraphQLObjectType, readonly CompiledField[]>()

  constructor(query: CompiledQuery, index: number, parentType: GraphQLObjectType, { key, nodes, place }: Selected) {
    const [node] = nodes as readonly [FieldNode]
    this.query = query
    this.index = index
    this.parentType = parentType
    this.nodes = nodes
    this.def = getFieldDef(query.schema, parentType, node)!
    this.lead = `${place === 0 ? '' : ','}${JSON.stringify(key)}:`
    this.resolve = this.def.resolve ?? defaultFieldResolver
    this.writeValue = writerOf(this, this.def.type)
    const isLiteral = !node.arguments?.some(({ value }) => hasVariable(value))
    this.literals = isLiteral ? getArgumentValues(this.def, node) : null
  }

  ask(variableValues: VariableValues): Asked {
    const args = this.literals ?? getArgumentValues(this.def, this.nodes[0]!, variableValues)
    return { args, info: new FieldInfo(this, variableValues) }
  }

  /** Throws where it goes wrong at once. */
  write(sheet: Sheet, source: unknown): void {
    const { writing } = sheet
    const { args, info } = writing.asking(this)
    sheet.text += this.lead
    const value = this.resolve(source, args, writing.context, info)
    if (isPromise(value)) writing.later(sheet, value, (place, known) => this.writeValue(place, known, info))
    else this.writeValue(sheet, value, info)
  }

  /** What is asked of it where it turns out to be an object of this type. */
  fieldsOf(type: GraphQLObjectType): readonly CompiledField[] {
    const known = this.selections.get(type)
    if (known) return known
    const { schema, fragments, choices } = this.query
    const fields = this.query.compile(type, collectSubfields(schema, fragments, choices, type, this.nodes))
    this.selections.set(type, fields)
    return fields
  }
}

function hasVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(hasVariable)
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => hasVariable(value))
  return node.kind === Kind.VARIABLE
}
