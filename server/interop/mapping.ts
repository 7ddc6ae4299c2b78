import { z } from 'zod'
import { badInput } from '../domain/refusal.ts'
import { parseTimeZone } from '../domain/time.ts'
import type { LogFormat } from './log-source.ts'

/** What a column of a log can mean to Baton. */
export const WORDS = [
  'order',
  'step',
  'at',
  'start',
  'finish',
  'holder',
  'holderName',
  'department',
  'departmentName',
  'rep',
  'channel',
  'circumstances',
  'customer',
  'product',
  'quantity',
  'placed',
  'promised',
  'delivered',
] as const
export type Word = (typeof WORDS)[number]
type WordShape = { [word in Word]: z.ZodOptional<z.ZodString> }

const name = z.string().min(1)
const words = z.strictObject(Object.fromEntries(WORDS.map((word) => [word, name.optional()])) as WordShape)

const schema = z.strictObject({
  /** Of the workflow that is found; the name of the first file where it is left out. */
  name: name.optional(),
  /** IANA; of dates without offset, and of the orders and departments. */
  timeZone: z.string().optional(),
  dateFormats: z.array(name).min(1).optional(),
  delimiter: z.string().length(1).optional(),
  columns: words.default({}),
  /** More columns from another table: `on` is a column of both, `take` says what its columns mean. */
  joins: z.array(z.strictObject({ file: name, on: name, take: words })).optional(),
  /** For tables with a row an order and a column a step. */
  steps: z
    .array(z.strictObject({ name, department: name.optional(), start: name.optional(), finish: name }))
    .min(1)
    .optional(),
  attributes: z.array(name).optional(),
  delivers: z.array(name).optional(),
  missing: z.array(z.string()).optional(),
  /** Names of activities that are none, such as artificial marks of start and end. */
  ignore: z.array(name).optional(),
})

export type Mapping = z.infer<typeof schema>
/** What a mapping is for: a log of some format, or `deliveries`, a table of what was quoted and what came, whose steps nobody asks for. */
export type MappingUse = LogFormat | 'deliveries'

/**
 * Reads the text of a mapping file. Refuses by name (BAD_USER_INPUT) what Baton does not know in it and what it lacks: a log of tables needs
 * columns, the other formats say themselves what an order and a step is.
 */
export function parseMapping(file: string, text: string, use: MappingUse = 'csv'): Mapping {
  const result = schema.safeParse(jsonOf(file, text))
  if (!result.success) throw refuseIssue(file, result.error.issues[0]!)
  if (result.data.timeZone !== undefined) parseTimeZone(`${file}, timeZone`, result.data.timeZone)
  const faults = faultsOf(result.data, use)
  for (const [field, problem] of faults) throw badInput(`${file}, ${field}`, problem)
  return result.data
}

function faultsOf(mapping: Mapping, use: MappingUse): [string, string][] {
  if (use === 'deliveries') return lackingOfDeliveries(mapping)
  return use === 'csv' ? contradictions(mapping) : needless(mapping)
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badInput(file, `is not JSON (${(error as Error).message})`)
  }
}

function refuseIssue(file: string, issue: z.core.$ZodIssue): Error {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const field = [...issue.path, issue.keys[0]].join('.')
    return badInput(`${file}, ${field}`, 'is nothing that a mapping knows', issue.keys[0], knownAt(issue.path))
  }
  return badInput(`${file}${path && `, ${path}`}`, issue.message)
}

function knownAt(path: readonly PropertyKey[]): readonly string[] | undefined {
  if (path.length === 0) return Object.keys(schema.shape)
  return path.at(-1) === 'columns' || path.at(-1) === 'take' ? WORDS : undefined
}

/** Members that only tables have a use for. */
function needless(mapping: Mapping): [string, string][] {
  const ofTables = ['joins', 'steps', 'delimiter'] as const
  return ofTables.filter((field) => mapping[field] !== undefined).map((field) => [field, 'is for CSV alone'])
}

/** What a table of deliveries must have, a row an order or a line of one. */
function lackingOfDeliveries(mapping: Mapping): [string, string][] {
  const { given, repeated } = wordsOf(mapping)
  const checks: [boolean, string, string][] = [
    [repeated !== undefined, `joins.take.${repeated}`, 'is given a column twice'],
    [given.has('step'), 'columns.step', 'is for logs: what is wanted is a table with a row an order'],
    [!given.has('order'), 'columns.order', 'is missing: which column names the order?'],
    [!given.has('promised'), 'columns.promised', 'is missing: which column has the date that was quoted?'],
    [!given.has('delivered'), 'columns.delivered', 'is missing: which column has the day of the delivery?'],
  ]
  return checks.filter(([wrong]) => wrong).map(([, field, problem]) => [field, problem])
}

/** The words that columns of the table and of its joins are given to, and one that is given twice. */
function wordsOf({ columns, joins = [] }: Mapping): {
  readonly given: ReadonlySet<Word>
  readonly repeated: Word | undefined
} {
  const taken = joins.flatMap((join) => Object.keys(join.take) as Word[])
  const given = new Set<Word>([...(Object.keys(columns) as Word[]), ...taken])
  return { given, repeated: taken.find((word, index) => word in columns || taken.indexOf(word) < index) }
}

/** What each member allows alone but not together: the field to blame and why. */
function contradictions(mapping: Mapping): [string, string][] {
  const { steps } = mapping
  const { given, repeated } = wordsOf(mapping)
  const times = (['at', 'start', 'finish'] as const).filter((word) => given.has(word))
  const checks: [boolean, string, string][] = [
    [!given.has('order'), 'columns.order', 'is missing: which column names the order?'],
    [repeated !== undefined, `joins.take.${repeated}`, 'is given a column twice'],
    [
      !given.has('step') && !steps,
      'columns.step',
      'is missing: which column names the step? (or give steps, one a column)',
    ],
    [given.has('step') && steps !== undefined, 'steps', 'and columns.step exclude each other'],
    [steps !== undefined && times.length > 0, `columns.${times[0]}`, 'and steps exclude each other'],
    [!steps && times.length === 0, 'columns.at', 'is missing: give at (a change of status), or start and finish'],
    [given.has('at') && times.length > 1, `columns.${times[1]}`, 'and columns.at exclude each other'],
    [given.has('quantity') && !given.has('product'), 'columns.quantity', 'needs columns.product'],
    [given.has('holderName') && !given.has('holder'), 'columns.holderName', 'needs columns.holder'],
    [given.has('departmentName') && !given.has('department'), 'columns.departmentName', 'needs columns.department'],
  ]
  return checks.filter(([wrong]) => wrong).map(([, field, problem]) => [field, problem])
}

/** Names under which logs of other tools carry what Baton needs, in small letters, the likeliest first. */
const USUAL: Readonly<Partial<Record<Word, readonly string[]>>> = {
  order: ['order', 'order_id', 'case_id', 'case id', 'case:concept:name'],
  step: ['step', 'activity', 'order_status', 'concept:name'],
  at: ['at', 'status_changed_at', 'timestamp', 'time:timestamp'],
  start: ['start', 'start_time', 'start_timestamp', 'start timestamp'],
  finish: ['finish', 'end', 'end_time', 'end_timestamp', 'complete timestamp', 'time:timestamp'],
  holder: ['holder', 'resource', 'employee_id', 'org:resource'],
}

/** The mapping that a heading suggests where none is given. What it lacks is refused as in a mapping. */
export function guessMapping(file: string, header: readonly string[]): Mapping {
  const columns: Partial<Record<Word, string>> = {}
  const find = (word: Word) => {
    const known = USUAL[word] ?? [word.toLowerCase()]
    const column = known
      .map((usual) => header.find((own) => own.toLowerCase() === usual))
      .find((own) => own !== undefined)
    if (column !== undefined) columns[word] = column
  }
  for (const word of WORDS) find(word)
  if (columns.start !== undefined) delete columns.at
  else delete columns.finish
  for (const [field, problem] of contradictions({ columns }))
    throw badInput(`${file}, ${field}`, `${problem} Give a mapping with --map.`)
  return { columns }
}
