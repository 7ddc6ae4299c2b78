import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLResolveInfo,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'
import { parseDecimal } from '../server/domain/decimal.ts'
import { badInput, Refusal } from '../server/domain/refusal.ts'
import { checkText } from '../server/domain/text.ts'
import { parseDate, parseDuration, parseInstant } from '../server/domain/time.ts'

type Parse = (field: string, text: string) => unknown

/** The scalars that come as text and are handed on as what they mean. */
const PARSERS: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['DateTime', parseInstant],
  ['Date', parseDate],
  ['Duration', parseDuration],
  ['Decimal', parseDecimal],
])

/** Lists of arguments hold this many values at most. */
const LIST_LIMIT = 250
/** A workflow's steps are counted by its own rule, which tells all that is wrong with it at once. */
const COUNTED_ELSEWHERE: ReadonlySet<string> = new Set(['WorkflowStepInput'])

type Arguments = Readonly<Record<string, unknown>>

/**
 * The arguments of a field as its resolver takes them: dates, durations and decimals parsed, text that no database keeps
 * refused. Scalars are not parsed where GraphQL would, because it knows no field there: a refusal (BAD_USER_INPUT) names the
 * path, e.g. `input.lines.0.quantity`.
 */
export function readArguments(args: object, info: GraphQLResolveInfo): object {
  const field = info.parentType.getFields()[info.fieldName]!
  return readFields('', args as Arguments, field.args)
}

function readFields(
  path: string,
  values: Arguments,
  fields: readonly (GraphQLArgument | GraphQLInputField)[],
): Arguments {
  const read = fields
    .filter(({ name }) => values[name] !== undefined)
    .map(({ name, type }) => [name, readValue(path === '' ? name : `${path}.${name}`, values[name], type)])
  return Object.fromEntries(read)
}

function readValue(path: string, value: unknown, given: GraphQLInputType): unknown {
  const type = getNullableType(given)
  if (value === null) return null
  if (isListType(type)) return readList(path, value as unknown[], type.ofType)
  if (isInputObjectType(type)) return readFields(path, value as Arguments, Object.values(type.getFields()))
  const parse = PARSERS.get(type.name)
  if (parse && typeof value !== 'string') throw badInput(path, `give a ${type.name} as a string`, value)
  checkText(path, value)
  return parse ? parse(path, value as string) : value
}

function readList(path: string, values: readonly unknown[], type: GraphQLInputType): unknown[] {
  if (values.length > LIST_LIMIT && !COUNTED_ELSEWHERE.has(getNamedType(type).name))
    throw new Refusal('LIMIT_EXCEEDED', `${path}: holds ${values.length} values; ${LIST_LIMIT} at most`, {
      field: path,
      limit: LIST_LIMIT,
      actual: values.length,
    })
  return values.map((value, index) => readValue(`${path}.${index}`, value, type))
}
