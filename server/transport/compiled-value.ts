import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLEnumType,
  GraphQLID,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLString,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { CompiledField } from './compiled-field.ts'
import type { Pen } from './pen.ts'

/** Writes what the answer says of what a resolver gave, as GraphQL's `CompleteValue` has it; throws where that is an error. */
export type Write = (pen: Pen, value: unknown, info: GraphQLResolveInfo) => void

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Promise<unknown>>).then === 'function'
}

/** To be written as it is. */
export function bytesOf(json: string): Uint8Array {
  return Buffer.from(json)
}

const NULL = bytesOf('null')
const OPEN = bytesOf('[')
const COMMA = bytesOf(',')
const CLOSE = bytesOf(']')
const EMPTY = bytesOf('[]')

/** How the values of a field are written, decided once from its type. */
export function writerOf(field: CompiledField, type: GraphQLOutputType): Write {
  const isNullable = !isNonNullType(type)
  const write = somethingOf(field, isNullable ? type : type.ofType)
  return (pen, value, info) => {
    if (value !== null && value !== undefined) write(pen, value, info)
    else if (isNullable) pen.raw(NULL)
    else throw new Error(`${field.def.name} must not be null`)
  }
}

type NotNull = Exclude<GraphQLOutputType, { readonly ofType: unknown }>

function somethingOf(field: CompiledField, type: GraphQLOutputType): Write {
  if (isListType(type)) return listOf(field, type.ofType)
  if (isLeafType(type)) return leafOf(type)
  return isAbstractType(type) ? abstractOf(field, type) : objectOf(field, type as Extract<NotNull, GraphQLObjectType>)
}

/** How an item of a list is written, which may have to be waited for. */
export function itemWriterOf(field: CompiledField, type: GraphQLOutputType): Write {
  const write = writerOf(field, type)
  return (pen, item, info) => {
    if (isPromise(item)) pen.writing.later(item, (known) => write(pen, known, info))
    else write(pen, item, info)
  }
}

function listOf(field: CompiledField, type: GraphQLOutputType): Write {
  const write = itemWriterOf(field, type)
  return (pen, value, info) => {
    if (!isIterable(value)) throw new Error(`${field.def.name} must be a list`)
    let lead = OPEN
    for (const item of value) {
      pen.raw(lead)
      lead = COMMA
      write(pen, item, info)
    }
    pen.raw(lead === OPEN ? EMPTY : CLOSE)
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'
}

function leafOf(type: GraphQLLeafType): Write {
  if (isEnumType(type)) return enumOf(type)
  const isText = type === GraphQLString || type === GraphQLID
  return (pen, value) => {
    if (value instanceof Error) throw value
    const serialized = isText && typeof value === 'string' ? value : type.serialize(value)
    if (typeof serialized === 'string') return pen.text(serialized)
    if (Number.isSafeInteger(serialized)) return pen.integer(serialized as number)
    const text = JSON.stringify(serialized)
    if (text === undefined || text === 'null') throw new Error(`${type.name} must not serialize to nothing`)
    pen.json(text)
  }
}

/** What is written of each of its values. */
export function enumTexts(type: GraphQLEnumType): ReadonlyMap<unknown, Uint8Array> {
  return new Map(type.getValues().map(({ name, value }) => [value as unknown, bytesOf(JSON.stringify(name))]))
}

function enumOf(type: GraphQLEnumType): Write {
  const texts = enumTexts(type)
  return (pen, value) => {
    const text = texts.get(value)
    if (text === undefined) throw new Error(`${type.name} has no such value`)
    pen.raw(text)
  }
}

function objectOf(field: CompiledField, type: GraphQLObjectType): Write {
  if (type.isTypeOf) throw new Error(`${type.name} must be asked whether it is the type`)
  return (pen, value) => {
    if (value instanceof Error) throw value
    field.selectionOf(type)(pen, value)
  }
}

function abstractOf(field: CompiledField, type: GraphQLAbstractType): Write {
  const resolveType = type.resolveType ?? defaultTypeResolver
  const writers = new Map<unknown, Write>()
  const writerFor = (name: unknown): Write => {
    const writer = writers.get(name) ?? objectOf(field, runtimeType(field, type, name))
    writers.set(name, writer)
    return writer
  }
  return (pen, value, info) => {
    if (value instanceof Error) throw value
    const name = resolveType(value, pen.writing.context, info, type)
    if (isPromise(name)) pen.writing.later(name, (known) => writerFor(known)(pen, value, info))
    else writerFor(name)(pen, value, info)
  }
}

function runtimeType({ query }: CompiledField, type: GraphQLAbstractType, name: unknown): GraphQLObjectType {
  const found = typeof name === 'string' ? query.schema.getType(name) : undefined
  if (isObjectType(found) && query.schema.isSubType(type, found)) return found
  throw new Error(`${String(name)} is no type of object that ${type.name} can be`)
}
