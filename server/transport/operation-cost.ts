import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql'

/** What a page holds where neither `first` nor `last` is given, and at most. */
const PAGE = { usual: 20, most: 100 }

export type Variables = Readonly<Record<string, unknown>>

/**
 * What it costs to answer one operation: one for each field that is an object or a list of them, nothing for plain values and
 * introspection; what is below a connection counts as often as its page has entries. Of what is asked of one type of
 * object or of another, which exclude each other, the dearest counts. A fragment counts as often as it is spread
 * and is measured once.
 */
export class Till {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  private readonly known = new Map<string, number>()
  private readonly weights: ReadonlyMap<FieldNode, Weight>
  private readonly schema: GraphQLSchema
  private variables: Variables = {}

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
    this.schema = schema
    this.weights = weigh(schema, document)
  }

  /** Whether the operation costs the same whatever its variables are. */
  isFixed(): boolean {
    const pages = [...this.weights].filter(([, weight]) => weight === 'connection')
    return !pages.some(([node]) => sizesIn(node).some(({ kind }) => kind === Kind.VARIABLE))
  }

  costOf(operation: OperationDefinitionNode, variables: Variables): number {
    this.variables = variables
    this.known.clear()
    const defaults = operation.variableDefinitions?.map(
      ({ variable, defaultValue }) => [variable.name.value, defaultValue] as const,
    )
    return this.ofSet(operation.selectionSet, new Map(defaults))
  }

  private ofSet({ selections }: SelectionSetNode, defaults: Defaults): number {
    const costs = selections.map((node) => ({ type: this.typeOf(node), cost: this.ofSelection(node, defaults) }))
    const byType = [...Map.groupBy(costs, ({ type }) => type)].map(([type, group]) => ({ type, cost: sumOf(group) }))
    const apart = byType.filter(({ type }) => type !== null).map(({ cost }) => cost)
    return sumOf(byType.filter(({ type }) => type === null)) + Math.max(0, ...apart)
  }

  /** The type of object that the selection is for alone. */
  private typeOf(node: SelectionNode): string | null {
    if (node.kind === Kind.FIELD) return null
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value)
    const name = fragment?.typeCondition?.name.value
    return name !== undefined && isObjectType(this.schema.getType(name)) ? name : null
  }

  private ofSelection(node: SelectionNode, defaults: Defaults): number {
    if (node.kind === Kind.FIELD) return this.ofField(node, defaults)
    return node.kind === Kind.INLINE_FRAGMENT
      ? this.ofSet(node.selectionSet, defaults)
      : this.ofFragment(node.name.value, defaults)
  }

  private ofField(node: FieldNode, defaults: Defaults): number {
    const weight = this.weights.get(node)
    if (!weight || !node.selectionSet || node.name.value.startsWith('__')) return 0
    const below = this.ofSet(node.selectionSet, defaults)
    return 1 + below * (weight === 'connection' ? this.entries(node, defaults) : 1)
  }

  private ofFragment(name: string, defaults: Defaults): number {
    const known = this.known.get(name)
    const fragment = this.fragments.get(name)
    if (known !== undefined || !fragment) return known ?? 0
    this.known.set(name, 0)
    const cost = this.ofSet(fragment.selectionSet, defaults)
    this.known.set(name, cost)
    return cost
  }

  /** Another rule refuses a page that may not be; here it counts as the largest that may. */
  private entries(node: FieldNode, defaults: Defaults): number {
    const sizes = sizesIn(node)
      .map((value) => this.numberIn(value, defaults))
      .filter((size) => size !== null)
    if (sizes.length === 0) return PAGE.usual
    return Math.min(PAGE.most, Math.max(0, ...sizes))
  }

  private numberIn(node: ValueNode | undefined, defaults: Defaults): number | null {
    if (node?.kind === Kind.INT) return Number(node.value)
    if (node?.kind !== Kind.VARIABLE) return null
    const value = this.variables[node.name.value]
    if (value === undefined) return this.numberIn(defaults.get(node.name.value), defaults)
    return typeof value === 'number' ? value : null
  }
}

function sizesIn({ arguments: given = [] }: FieldNode): ValueNode[] {
  return given.filter(({ name: { value } }) => value === 'first' || value === 'last').map(({ value }) => value)
}

function sumOf(costs: readonly { readonly cost: number }[]): number {
  return costs.reduce((sum, { cost }) => sum + cost, 0)
}

type Defaults = ReadonlyMap<string, ValueNode | undefined>
type Weight = 'object' | 'connection'

function weigh(schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<FieldNode, Weight> {
  const types = new TypeInfo(schema)
  const weights = new Map<FieldNode, Weight>()
  const enter = (node: FieldNode) => {
    const field = types.getFieldDef()
    if (!field || !isCompositeType(getNamedType(field.type))) return
    weights.set(node, field.args.some(({ name }) => name === 'first') ? 'connection' : 'object')
  }
  visit(document, visitWithTypeInfo(types, { Field: { enter } }))
  return weights
}
