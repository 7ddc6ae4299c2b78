import {
  defaultFieldResolver,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLOutputType,
  GraphQLString,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { CompiledField } from './compiled-field.ts'
import { bytesOf, enumTexts, itemWriterOf } from './compiled-value.ts'
import type { Pen } from './pen.ts'

/** Writes an object as far as it is asked for, one field after the other; throws where something goes wrong at once. */
export type WriteObject = (pen: Pen, source: unknown) => void

/**
 * Of these fields, in the order in which they were asked for. A function is made of text for each selection: V8 learns what comes along
 * from each place in the code by itself, and one loop over all fields of all selections would see everything everywhere. The text holds
 * nothing of a request but names of fields; what is not an ordinary value is left to the field's own writer.
 */
export function writerOfFields(fields: readonly CompiledField[]): WriteObject {
  const code = new Code()
  const bodies = fields.map((field, place) => fieldCode(code, field, place === 0 ? '{' : ','))
  const end = code.constant(bytesOf(fields.length === 0 ? '{}' : '}'))
  return code.compile(`const { writing } = pen
    const { asked, context } = writing
    const isObject = typeof source === 'object'
    let its, value
    ${bodies.join('\n')}
    pen.raw(${end})`)
}

/** The text of a function, and what it refers to. */
class Code {
  private readonly constants: unknown[] = []

  /** The name by which the text refers to the value. */
  constant(value: unknown): string {
    return `c${this.constants.push(value) - 1}`
  }

  compile(body: string): WriteObject {
    const names = this.constants.map((_, place) => `c${place}`)
    const make = new Function(...names, `'use strict'; return (pen, source) => { ${body} }`)
    return make(...this.constants)
  }
}

function fieldCode(code: Code, field: CompiledField, before: '{' | ','): string {
  const lead = code.constant(bytesOf(`${before}${JSON.stringify(field.key)}:`))
  const write = code.constant(field.writeValue)
  const otherwise = `${write}(pen, value, its.info)`
  return `its = asked[${field.index}] ?? writing.asking(${code.constant(field)})
    ${valueCode(code, field)}
    pen.raw(${lead})
    ${writeCode(code, field, field.def.type, 'value', otherwise)}`
}

/** As graphql-js' own resolver has it, for what has no other; a property that is no function is looked up in place. */
function valueCode(code: Code, { resolve, def }: CompiledField): string {
  const resolved = `${code.constant(resolve)}(source, its.args, context, its.info)`
  if (resolve !== defaultFieldResolver) return `value = ${resolved}`
  return `value = isObject ? source.${def.name} : undefined
    if (!isObject || typeof value === 'function') value = ${resolved}`
}

/** Writes an ordinary value of the type; what is none is written, or refused, as `otherwise` has it. */
function writeCode(code: Code, field: CompiledField, type: GraphQLOutputType, name: string, otherwise: string): string {
  const inner = isNonNullType(type) ? type.ofType : type
  if (isListType(inner)) return listCode(code, field, inner.ofType, name, otherwise)
  if (isLeafType(inner)) return leafCode(code, inner, name, otherwise)
  if (!isObjectType(inner) || inner.isTypeOf) return otherwise
  const isOrdinary = `typeof ${name} === 'object' && ${name} !== null && typeof ${name}.then !== 'function'`
  const write = code.constant(field.selectionOf(inner))
  return `if (${isOrdinary} && !(${name} instanceof Error)) ${write}(pen, ${name}); else ${otherwise}`
}

function listCode(code: Code, field: CompiledField, type: GraphQLOutputType, name: string, otherwise: string): string {
  const [open, comma, close, empty] = ['[', ',', ']', '[]'].map((text) => code.constant(bytesOf(text)))
  const item = `${name}Item`
  const anyItem = `${code.constant(itemWriterOf(field, type))}(pen, ${item}, its.info)`
  return `if (!Array.isArray(${name})) ${otherwise}
    else {
      for (let place = 0; place < ${name}.length; place++) {
        const ${item} = ${name}[place]
        pen.raw(place === 0 ? ${open} : ${comma})
        ${writeCode(code, field, type, item, anyItem)}
      }
      pen.raw(${name}.length === 0 ? ${empty} : ${close})
    }`
}

function leafCode(code: Code, type: GraphQLLeafType, name: string, otherwise: string): string {
  if (type === GraphQLString || type === GraphQLID)
    return `if (typeof ${name} === 'string') pen.text(${name}); else ${otherwise}`
  if (type === GraphQLInt)
    return `if (typeof ${name} === 'number' && (${name} | 0) === ${name}) pen.integer(${name}); else ${otherwise}`
  if (!isEnumType(type)) return otherwise
  const text = `${code.constant(enumTexts(type))}.get(${name})`
  return `{ const text = ${text}
      if (text !== undefined) pen.raw(text); else ${otherwise} }`
}
