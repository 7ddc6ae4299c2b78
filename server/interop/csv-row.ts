import { parseQuantity } from '../domain/decimal.ts'
import { checkText, requireKey, requireText } from '../domain/text.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { LoggedActivity, LoggedLine, Origin } from './activity-log.ts'
import type { Column, Columns } from './columns.ts'
import type { TableRow } from './csv.ts'
import type { DateReader } from './date-pattern.ts'
import type { LogSink, OrderFacts } from './log-sink.ts'
import type { Mapping } from './mapping.ts'
import { refuseRow } from './refused-rows.ts'

const CHANNEL_LIMIT = 120
const NAME_LIMIT = 200

/** A column that is a step: the row's order went through it where the column holds a date. */
type StepColumn = {
  readonly step: string
  readonly department: string | null
  readonly start: Column | null
  readonly finish: Column
}
type Times = { readonly startedAt: Instant | null; readonly finishedAt: Instant | null }

/** Reads the rows of one table into a log. */
export class RowReader {
  private readonly columns: Columns
  private readonly file: string
  private readonly dates: DateReader
  private readonly sink: LogSink
  private readonly ignored: ReadonlySet<string>
  private readonly attributes: readonly Column[]
  /** Null for tables with a row an activity. */
  private readonly steps: readonly StepColumn[] | null

  constructor(mapping: Mapping, columns: Columns, file: string, dates: DateReader, sink: LogSink) {
    this.columns = columns
    this.file = file
    this.dates = dates
    this.sink = sink
    this.ignored = new Set(mapping.ignore?.map(stepName))
    this.attributes = (mapping.attributes ?? []).map((name) => columns.named(name, 'attributes'))
    this.steps = mapping.steps?.map((step) => stepColumn(columns, step)) ?? null
    for (const { department } of this.steps ?? []) sink.addDepartment({ key: department, name: null })
  }

  /** Everything of the row is read before anything of it is kept. */
  read(row: TableRow): void {
    const order = this.columns.requiredKey(row, 'order')
    const facts = this.factsOf(row)
    const activities = this.steps ? this.steps.flatMap((step) => this.stepOf(row, step)) : this.activityOf(row)
    this.addDirectory(row)
    this.sink.addToOrder(order, this.originOf(row), facts)
    for (const activity of activities)
      if (this.steps) this.sink.addActivityOnce(order, activity)
      else this.sink.addActivity(order, activity)
  }

  private addDirectory(row: TableRow): void {
    const named = (word: 'holderName' | 'departmentName') =>
      this.columns.value(row, word, (field, text) => requireText(field, text, NAME_LIMIT))
    const department = this.columns.key(row, 'department')
    this.sink.addDepartment({ key: department, name: named('departmentName') })
    this.sink.addPerson({ key: this.columns.key(row, 'holder'), name: named('holderName') }, department)
    this.sink.addPerson({ key: this.columns.key(row, 'rep'), name: null }, null)
  }

  private factsOf(row: TableRow): OrderFacts {
    const { columns, dates } = this
    const circumstances = columns.value(row, 'circumstances', checked)?.split(';') ?? []
    return {
      customer: columns.key(row, 'customer'),
      rep: columns.key(row, 'rep'),
      channel: columns.value(row, 'channel', (field, text) => requireText(field, text, CHANNEL_LIMIT)),
      circumstances: circumstances.map((one) => one.trim()).filter((one) => one !== ''),
      attributes: this.attributesOf(row),
      line: this.lineOf(row),
      placedAt: columns.value(row, 'placed', (field, text) => dates.instant(field, text)),
      promisedDate: columns.value(row, 'promised', (field, text) => dates.date(field, text)),
      deliveredAt: columns.value(row, 'delivered', (field, text) => dates.instant(field, text)),
    }
  }

  private attributesOf(row: TableRow): Record<string, string> {
    const told = this.attributes.map((column) => [column.name, this.columns.read(row, column, checked)])
    return Object.fromEntries(told.filter(([, text]) => text !== null))
  }

  private lineOf(row: TableRow): LoggedLine | null {
    const sku = this.columns.key(row, 'product')
    const quantity = this.columns.value(row, 'quantity', parseQuantity)
    return sku === null ? null : { sku, quantity: quantity ?? '1' }
  }

  /** A change of status is all that is known of its activity: it is started and finished then. */
  private activityOf(row: TableRow): LoggedActivity[] {
    if (this.tellsOfOrderAlone(row)) return []
    const step = stepName(this.columns.requiredKey(row, 'step'))
    if (this.ignored.has(step)) return []
    const instant = (word: 'at' | 'start' | 'finish') =>
      this.columns.value(row, word, (field, text) => this.dates.instant(field, text))
    const at = instant('at')
    const times = { startedAt: at ?? instant('start'), finishedAt: at ?? instant('finish') }
    if (times.startedAt === null && times.finishedAt === null)
      throw refuseRow(this.originOf(row), null, `says no time for ${step}`)
    return [this.activity(row, step, times, null)]
  }

  /** Of an order that nothing was done for yet there is a row that says when it was placed, and no activity. */
  private tellsOfOrderAlone(row: TableRow): boolean {
    const isBlank = (word: 'step' | 'at' | 'start' | 'finish') => this.columns.text(row, word) === null
    return this.columns.text(row, 'placed') !== null && (['step', 'at', 'start', 'finish'] as const).every(isBlank)
  }

  private stepOf(row: TableRow, { step, department, start, finish }: StepColumn): LoggedActivity[] {
    const instant = (column: Column) => this.columns.read(row, column, (field, text) => this.dates.instant(field, text))
    const times = { startedAt: start && instant(start), finishedAt: instant(finish) }
    const isKnown = times.startedAt !== null || times.finishedAt !== null
    return isKnown ? [this.activity(row, step, times, department)] : []
  }

  private activity(row: TableRow, step: string, times: Times, own: string | null): LoggedActivity {
    const { startedAt, finishedAt } = times
    const origin = this.originOf(row)
    if (startedAt !== null && finishedAt !== null && finishedAt < startedAt)
      throw refuseRow(origin, null, `${step} is finished before it is started`)
    const department = own ?? this.columns.key(row, 'department')
    return { step, ...times, holder: this.columns.key(row, 'holder'), department, origin }
  }

  private originOf(row: TableRow): Origin {
    return { file: this.file, row: row.number }
  }
}

function stepColumn(columns: Columns, step: NonNullable<Mapping['steps']>[number]): StepColumn {
  const { name, department, start, finish } = step
  return {
    step: stepName(requireKey('steps.name', name)),
    department: department === undefined ? null : requireKey('steps.department', department),
    start: start === undefined ? null : columns.named(start, 'steps.start'),
    finish: columns.named(finish, 'steps.finish'),
  }
}

/** White space within a name says nothing: systems fill it up to a width. */
export function stepName(text: string): string {
  return text.replace(/\s+/g, ' ')
}

function checked(field: string, text: string): string {
  checkText(field, text)
  return text
}
