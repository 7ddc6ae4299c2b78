import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { Path } from 'graphql/jsutils/Path.js'
import type { CompiledField, Run } from './compiled-field.ts'

export type Eventually<T> = T | Promise<T>

/** Makes of what a resolver gave what the answer says of it, as GraphQL's `CompleteValue` does. */
export type Complete = (run: Run, value: unknown, info: GraphQLResolveInfo, path: Path) => Eventually<unknown>

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | null | undefined)?.then === 'function'
}

/** How the values of a field are completed, decided once from its type. */
export function completionOf(field: CompiledField, type: GraphQLOutputType): Complete {
  if (isNonNullType(type)) return required(field, completionOf(field, type.ofType))
  const inner = isListType(type) ? listOf(field, type.ofType) : singleOf(field, type)
  return (run, value, info, path) => {
    if (value instanceof Error) throw value
    return value === null || value === undefined ? null : inner(run, value, info, path)
  }
}

/** Asks every field of one object at the same time; the answer has them in the order in which they were asked. */
export function executeFields(
  run: Run,
  fields: readonly CompiledField[],
  source: unknown,
  path: Path | undefined,
): Eventually<Record<string, unknown>> {
  // A null prototype, as in graphql-js, where an alias could otherwise name one.
  const answer: Record<string, unknown> = run.hasPlainKeys ? {} : Object.create(null)
  const pending: Promise<void>[] = []
  try {
    for (const field of fields) {
      const value = field.execute(run, source, path)
      answer[field.key] = value
      if (isPromise(value)) pending.push(value.then((known) => put(answer, field.key, known)))
    }
  } catch (error) {
    if (pending.length === 0) throw error
    // What the others still refuse must be heard by somebody.
    return Promise.all(pending).finally(() => {
      throw error
    }) as Promise<never>
  }
  return pending.length === 0 ? answer : Promise.all(pending).then(() => answer)
}

function put(answer: Record<string, unknown>, key: string, value: unknown): void {
  answer[key] = value
}

function required({ parentType, def }: CompiledField, inner: Complete): Complete {
  return (run, value, info, path) => {
    const completed = inner(run, value, info, path)
    if (completed !== null) return completed
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${def.name}.`)
  }
}

function listOf(field: CompiledField, type: GraphQLOutputType): Complete {
  const complete = completionOf(field, type)
  return (run, value, info, path) => {
    if (typeof value !== 'object' || typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function')
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${field.parentType.name}.${field.def.name}".`,
      )
    return together([...(value as Iterable<unknown>)], (item, key) => {
      const place = { prev: path, key, typename: undefined }
      return run.protect(field, type, place, () => whenKnown(item, (known) => complete(run, known, info, place)))
    })
  }
}

/** Where one is refused at once, what those before it refuse later must be heard by somebody: otherwise it ends the process. */
function together(items: readonly unknown[], complete: (item: unknown, index: number) => unknown) {
  const completed: unknown[] = []
  try {
    for (const [index, item] of items.entries()) completed.push(complete(item, index))
  } catch (error) {
    for (const one of completed.filter(isPromise)) one.catch(() => {})
    throw error
  }
  return completed.some(isPromise) ? Promise.all(completed) : completed
}

function singleOf(field: CompiledField, type: Exclude<GraphQLOutputType, { readonly ofType: unknown }>): Complete {
  if (isLeafType(type)) return leaf(type)
  return isAbstractType(type) ? abstract(field, type) : object(field, type as GraphQLObjectType)
}

function leaf(type: GraphQLLeafType): Complete {
  return (_run, value) => {
    const serialized = type.serialize(value)
    if (serialized !== null && serialized !== undefined) return serialized
    throw new Error(`Expected \`${type.name}.serialize\` to return non-nullable value, returned: ${serialized}`)
  }
}

function object(field: CompiledField, type: GraphQLObjectType): Complete {
  return (run, value, info, path) => {
    const go = () => executeFields(run, field.fieldsOf(type), value, path)
    if (!type.isTypeOf) return go()
    return whenKnown(type.isTypeOf(value, run.context, info), (is) => {
      if (is) return go()
      throw new GraphQLError(`Expected value of type "${type.name}" but got another.`, { nodes: field.nodes })
    })
  }
}

function abstract(field: CompiledField, type: GraphQLAbstractType): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver
  const completions = new Map<unknown, Complete>()
  const ofType = (name: unknown): Complete => {
    const known = completions.get(name) ?? object(field, runtimeType(field, type, name))
    completions.set(name, known)
    return known
  }
  return (run, value, info, path) =>
    whenKnown(resolveType(value, run.context, info, type), (name) => ofType(name)(run, value, info, path))
}

function runtimeType({ schema, nodes }: CompiledField, type: GraphQLAbstractType, name: unknown): GraphQLObjectType {
  const found = typeof name === 'string' ? schema.getType(name) : undefined
  if (isObjectType(found) && schema.isSubType(type, found)) return found
  throw new GraphQLError(`"${String(name)}" is no type of object that "${type.name}" can be.`, { nodes })
}

/** At once where the value is there, so that what needs no waiting is not kept waiting. */
function whenKnown<T>(value: T | PromiseLike<T>, go: (known: T) => unknown): Eventually<unknown> {
  return isPromise(value) ? value.then(go as (known: unknown) => unknown) : go(value as T)
}
