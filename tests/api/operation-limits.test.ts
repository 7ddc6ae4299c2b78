import { buildSchema, getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { limitRule } from '../../server/transport/limits.ts'

const schema = buildSchema('type Query { a: Query b: Query one: Int }')

/** The refusals of the limits, as `what: actual`. */
function excesses(document: string): string[] {
  return validate(schema, parse(document), [limitRule])
    .map((error) => error.originalError as unknown as { details: { field: string; limit: number; actual: number } })
    .map(({ details }) => `${details.field} ${details.actual} of ${details.limit}`)
}

const nested = (depth: number): string => (depth === 1 ? '{ one }' : `{ a ${nested(depth - 1)} }`)
const times = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join(' ')

describe('an operation', () => {
  test('may be 10 deep and no deeper', () => {
    expect(excesses(nested(10))).toEqual([])
    expect(excesses(nested(11))).toEqual(['depth 11 of 10'])
  })

  test('may have 30 aliases and no more', () => {
    expect(excesses(`{ a { ${times(30, (n) => `x${n}: one`)} } }`)).toEqual([])
    expect(excesses(`{ a { ${times(31, (n) => `x${n}: one`)} } }`)).toEqual(['aliases 31 of 30'])
  })

  test('may have 20 root fields and no more', () => {
    expect(excesses(`{ ${times(20, () => 'one')} }`)).toEqual([])
    expect(excesses(`{ ${times(21, () => 'one')} }`)).toEqual(['rootFields 21 of 20'])
  })

  test('may have 50 directives and no more', () => {
    const directives = (count: number) => `{ one ${times(count, () => '@include(if: true)')} }`
    expect(excesses(directives(50))).toEqual([])
    expect(excesses(directives(51))).toEqual(['directives 51 of 50'])
  })

  test('is told of every limit that it exceeds', () => {
    const document = `{ ${times(31, (n) => `x${n}: a ${nested(10)}`)} }`
    expect(excesses(document)).toEqual(['depth 11 of 10', 'aliases 31 of 30', 'rootFields 31 of 20'])
  })

  test('hides nothing in fragments', () => {
    const deep = `query { ...f } fragment f on Query { a { ...g } } fragment g on Query ${nested(10)}`
    expect(excesses(deep)).toEqual(['depth 11 of 10'])
    const wide = `query { ${times(16, () => '...f')} } fragment f on Query { ... { x: one y: one } }`
    expect(excesses(wide)).toEqual(['aliases 32 of 30', 'rootFields 32 of 20'])
  })

  test('whose fragments double thirty times is measured at once', () => {
    const doubling = times(30, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)
    expect(excesses(`{ ...f0 } ${doubling} fragment f30 on Query { x: one }`)).toEqual([
      `aliases ${2 ** 30} of 30`,
      `rootFields ${2 ** 30} of 20`,
    ])
  })

  test('whose fragments go in a circle is refused for that, not followed', () => {
    const document = '{ ...f } fragment f on Query { a { ...g } } fragment g on Query { ...f }'
    const errors = validate(schema, parse(document), [...specifiedRules, limitRule])
    expect(errors.map(({ message }) => message)).toEqual(['Cannot spread fragment "f" within itself via "g".'])
  })

  test('may introspect as deep as the usual tools do', () => {
    expect(excesses(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }))).toEqual([])
    expect(excesses(nested(10).replace('one', 'one __typename'))).toEqual([])
  })
})
