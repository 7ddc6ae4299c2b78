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
import type { Sheet } from './sheet.ts'

/** Writes what the answer says of what a resolver gave, as GraphQL's `CompleteValue` has it; throws where that is an error. */
export type Write = (sheet: Sheet, value: unknown, info: GraphQLResolveInfo) => void

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Promise<unknown>>).then === 'function'
}

/** How the values of a field are written, decided once from its type. */
export function writerOf(field: CompiledField, type: GraphQLOutputType): Write {
  const isNullable = !isNonNullType(type)
  const write = somethingOf(field, isNullable ? type : type.ofType)
  return (sheet, value, info) => {
    if (value !== null && value !== undefined) write(sheet, value, info)
    else if (isNullable) sheet.text += 'null'
    else throw new Error(`${field.def.name} must not be null`)
  }
}

/** Every field of one object, in the order in which they were asked for. */
export function writeFields(sheet: Sheet, fields: readonly CompiledField[], source: unknown): void {
  sheet.text += '{'
  for (const field of fields) field.write(sheet, source)
  sheet.text += '}'
}

type NotNull = Exclude<GraphQLOutputType, { readonly ofType: unknown }>

function somethingOf(field: CompiledField, type: GraphQLOutputType): Write {
  if (isListType(type)) return listOf(field, type.ofType)
  if (isLeafType(type)) return leafOf(type)
  return isAbstractType(type) ? abstractOf(field, type) : objectOf(field, type as Extract<NotNull, GraphQLObjectType>)
}

function listOf(field: CompiledField, type: GraphQLOutputType): Write {
  const write = writerOf(field, type)
  return (sheet, value, info) => {
    if (!isIterable(value)) throw new Error(`${field.def.name} must be a list`)
    let lead = '['
    for (const item of value) {
      sheet.text += lead
      lead = ','
      if (isPromise(item)) sheet.writing.later(sheet, item, (place, known) => write(place, known, info))
      else write(sheet, item, info)
    }
    sheet.text += lead === '[' ? '[]' : ']'
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'
}

function leafOf(type: GraphQLLeafType): Write {
  if (isEnumType(type)) return enumOf(type)
  const isText = type === GraphQLString || type === GraphQLID
  return (sheet, value) => {
    if (isText && typeof value === 'string') {
      sheet.text += JSON.stringify(value)
      return
    }
    if (value instanceof Error) throw value
    const serialized = type.serialize(value)
    const text = JSON.stringify(serialized)
    if (text === undefined || text === 'null') throw new Error(`${type.name} must not serialize to nothing`)
    sheet.text += text
  }
}

function enumOf(type: GraphQLEnumType): Write {
  const texts = new Map(type.getValues().map(({ name, value }) => [value as unknown, JSON.stringify(name)]))
  return (sheet, value) => {
    const text = texts.get(value)
    if (text === undefined) throw new Error(`${type.name} has no such value`)
    sheet.text += text
  }
}

function objectOf(field: CompiledField, type: GraphQLObjectType): Write {
  if (type.isTypeOf) throw new Error(`${type.name} must be asked whether it is the type`)
  return (sheet, value) => {
    if (value instanceof Error) throw value
    writeFields(sheet, field.fieldsOf(type), value)
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
  return (sheet, value, info) => {
    if (value instanceof Error) throw value
    const name = resolveType(value, sheet.writing.context, info, type)
    const write = (place: Sheet, known: unknown) => writerFor(known)(place, value, info)
    if (isPromise(name)) sheet.writing.later(sheet, name, write)
    else write(sheet, name)
  }
}

function runtimeType({ query }: CompiledField, type: GraphQLAbstractType, name: unknown): GraphQLObjectType {
  const found = typeof name === 'string' ? query.schema.getType(name) : undefined
  if (isObjectType(found) && query.schema.isSubType(type, found)) return found
  throw new Error(`${String(name)} is no type of object that ${type.name} can be`)
}
