import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  isNonNullType,
  Kind,
  locatedError,
  type ValueNode,
} from 'graphql'
import { collectSubfields } from 'graphql/execution/collectFields.js'
import { getFieldDef } from 'graphql/execution/execute.js'
import { type Path, pathToArray } from 'graphql/jsutils/Path.js'
import type { CompiledQuery } from './compiled-query.ts'
import { type Complete, completionOf, type Eventually, isPromise } from './compiled-value.ts'

type Arguments = Readonly<Record<string, unknown>>
export type VariableValues = Readonly<Record<string, unknown>>

/** One field of a selection, with all that does not depend on the request decided beforehand. */
export class CompiledField {
  readonly key: string
  readonly nodes: readonly FieldNode[]
  readonly parentType: GraphQLObjectType
  readonly def: GraphQLField<unknown, unknown>
  readonly schema: GraphQLSchema
  readonly query: CompiledQuery
  private readonly resolve: GraphQLFieldResolver<unknown, unknown>
  private readonly complete: Complete
  /** Null where they depend on variables. */
  private readonly literals: Arguments | null
  private readonly selections = new Map<GraphQLObjectType, readonly CompiledField[]>()

  constructor(query: CompiledQuery, parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[]) {
    const [node] = nodes as readonly [FieldNode]
    this.key = key
    this.nodes = nodes
    this.parentType = parentType
    this.query = query
    this.schema = query.schema
    this.def = getFieldDef(query.schema, parentType, node)!
    this.resolve = this.def.resolve ?? defaultFieldResolver
    this.complete = completionOf(this, this.def.type)
    const isLiteral = !node.arguments?.some(({ value }) => hasVariable(value))
    this.literals = isLiteral ? getArgumentValues(this.def, node) : null
  }

  execute(run: Run, source: unknown, parent: Path | undefined): Eventually<unknown> {
    const path = { prev: parent, key: this.key, typename: this.parentType.name }
    const { type } = this.def
    try {
      const info = new FieldInfo(run, this, path)
      const args = this.literals ?? getArgumentValues(this.def, this.nodes[0]!, run.variableValues)
      const result = this.resolve(source, args, run.context, info)
      const completed = isPromise(result)
        ? result.then((known) => this.complete(run, known, info, path))
        : this.complete(run, result, info, path)
      return isPromise(completed) ? completed.then(undefined, (error) => run.fail(this, type, path, error)) : completed
    } catch (error) {
      return run.fail(this, type, path, error)
    }
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

/** One execution of a compiled query. */
export class Run {
  readonly context: unknown
  readonly variableValues: VariableValues
  readonly hasPlainKeys: boolean
  readonly errors: GraphQLError[] = []
  private readonly nulled = new Set<Path | undefined>()

  constructor(context: unknown, variableValues: VariableValues, hasPlainKeys: boolean) {
    this.context = context
    this.variableValues = variableValues
    this.hasPlainKeys = hasPlainKeys
  }

  /** Gives what `work` gives; where it fails, null if the type may be null there. */
  protect(
    field: CompiledField,
    type: GraphQLOutputType,
    path: Path,
    work: () => Eventually<unknown>,
  ): Eventually<unknown> {
    try {
      const value = work()
      return isPromise(value) ? value.then(undefined, (error) => this.fail(field, type, path, error)) : value
    } catch (error) {
      return this.fail(field, type, path, error)
    }
  }

  /** Null with the error noted; what may not be null passes the error on to what holds it. */
  fail(field: CompiledField, type: GraphQLOutputType, path: Path, error: unknown): null {
    const located = locatedError(error, field.nodes as FieldNode[], pathToArray(path))
    if (isNonNullType(type)) throw located
    this.note(located, path)
    return null
  }

  /** Nothing is noted below what is null already: a field may fail after the one that holds it. */
  note(error: GraphQLError, path: Path | undefined): void {
    for (let place = path; place; place = place.prev) if (this.nulled.has(place)) return
    if (this.nulled.has(undefined)) return
    this.nulled.add(path)
    this.errors.push(error)
  }
}

/** What a resolver is told of the field; made for each value, so it only points to what is known. */
class FieldInfo implements GraphQLResolveInfo {
  readonly path: Path
  private readonly run: Run
  private readonly field: CompiledField

  constructor(run: Run, field: CompiledField, path: Path) {
    this.run = run
    this.field = field
    this.path = path
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
    return this.field.schema
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
  get variableValues(): GraphQLResolveInfo['variableValues'] {
    return this.run.variableValues
  }
}

function hasVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(hasVariable)
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => hasVariable(value))
  return node.kind === Kind.VARIABLE
}
