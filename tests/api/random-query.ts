import fc from 'fast-check'
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isRequiredArgument,
} from 'graphql'

/** What is drawn for arguments of these types, good and bad. */
export type Values = Readonly<Record<string, readonly string[]>>

export type RandomQuery = { readonly query: string; readonly variables: Readonly<Record<string, boolean>> }

/**
 * Any query of the schema, or any that asks these fields at the root: with aliases, fragments of both kinds, @skip and @include by
 * variables and by literals.
 */
export function randomQueries(
  schema: GraphQLSchema,
  values: Values,
  roots: readonly string[] | null = null,
): fc.Arbitrary<RandomQuery> {
  return fc.gen().map((draw) => new Writer(schema, values, roots, (most) => draw(fc.nat, most - 1)).query())
}

/** Any subscription of the schema, in the same manner: of one root field. */
export function randomSubscriptions(schema: GraphQLSchema, values: Values): fc.Arbitrary<RandomQuery> {
  return fc.gen().map((draw) => new Writer(schema, values, null, (most) => draw(fc.nat, most - 1)).subscription())
}

/** Draws a number below `most`. */
type Draw = (most: number) => number

const CHOICES = ['yes', 'no'] as const

class Writer {
  private readonly schema: GraphQLSchema
  private readonly values: Values
  private readonly roots: readonly string[] | null
  private readonly draw: Draw
  private readonly fragments: string[] = []
  private aliases = 0
  /** Fields that may still be asked: what leads on and on ends. */
  private left = 40

  constructor(schema: GraphQLSchema, values: Values, roots: readonly string[] | null, draw: Draw) {
    this.schema = schema
    this.values = values
    this.roots = roots
    this.draw = draw
  }

  query(): RandomQuery {
    return this.operation('query', this.selection(this.schema.getQueryType()!, 5))
  }

  /** Nothing is left out at its root: graphql-js takes that for a fault. */
  subscription(): RandomQuery {
    const root = Object.values(this.schema.getSubscriptionType()!.getFields())
    const { name, args, type } = root[this.draw(root.length)]!
    return this.operation('subscription', `{ ${name}${this.args(args)} ${this.selection(getNamedType(type), 4)} }`)
  }

  private operation(kind: string, selection: string): RandomQuery {
    const variables = { yes: this.draw(2) === 0, no: this.draw(2) === 0 }
    const head = `${kind} Q(${CHOICES.map((name) => `$${name}: Boolean = true`).join(', ')})`
    return { query: [`${head} ${selection}`, ...this.fragments].join('\n'), variables }
  }

  private selection(type: GraphQLNamedOutputType, depth: number): string {
    const parts = Array.from({ length: 1 + this.draw(4) }, () => (this.left > 0 ? this.part(type, depth) : ''))
    return `{ ${['__typename', ...parts].join(' ')} }`
  }

  private part(type: GraphQLNamedOutputType, depth: number): string {
    this.left -= 1
    const kind = this.draw(isAbstractType(type) ? 3 : 8)
    if (kind > 1) return this.field(type, depth)
    const possible = isAbstractType(type) ? [type, ...this.schema.getPossibleTypes(type)] : [type]
    const inner = possible[this.draw(possible.length)]!
    const body = this.selection(inner, depth)
    if (kind === 0) return `... on ${inner.name} ${this.directive()} ${body}`
    const name = `F${this.fragments.length}`
    this.fragments.push(`fragment ${name} on ${inner.name} ${body}`)
    return `...${name} ${this.directive()}`
  }

  private field(type: GraphQLNamedOutputType, depth: number): string {
    const all = 'getFields' in type ? Object.values(type.getFields()) : []
    const isRoot = type === this.schema.getQueryType()
    const fields = isRoot && this.roots ? all.filter(({ name }) => this.roots!.includes(name)) : all
    const shallow = fields.filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
    if (shallow.length === 0) return '__typename'
    const field = shallow[this.draw(shallow.length)]!
    const inner = getNamedType(field.type)
    this.aliases += 1
    const alias = field.args.length > 0 || this.draw(3) === 0 ? `a${this.aliases}: ` : ''
    const body = isLeafType(inner) ? '' : this.selection(inner, depth - 1)
    return `${alias}${field.name}${this.args(field.args)} ${this.directive()} ${body}`
  }

  private args(args: readonly GraphQLArgument[]): string {
    const given = args.filter((arg) => isRequiredArgument(arg) || this.draw(4) === 0)
    const written = given.map(({ name, type }) => `${name}: ${this.value(name, type)}`)
    return written.length === 0 ? '' : `(${written.join(', ')})`
  }

  private value(name: string, given: GraphQLInputType): string {
    const type = getNullableType(given)
    if (isListType(type)) return `[${this.value(name, type.ofType)}]`
    if (isEnumType(type)) return type.getValues()[this.draw(type.getValues().length)]!.name
    if (isInputObjectType(type)) return '{}'
    const values = this.values[name] ?? this.values[type.name] ?? ['null']
    return values[this.draw(values.length)]!
  }

  private directive(): string {
    const name = ['skip', 'include'][this.draw(2)]
    const condition = ['$yes', '$no', 'true', 'false'][this.draw(4)]
    return this.draw(6) === 0 ? `@${name}(if: ${condition})` : ''
  }
}
