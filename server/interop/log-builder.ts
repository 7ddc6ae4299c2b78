import type {
  ActivityLog,
  LoggedActivity,
  LoggedDepartment,
  LoggedLine,
  LoggedOrder,
  LoggedPerson,
  Origin,
} from './activity-log.ts'
import type { LogSink, Named, OrderFacts } from './log-sink.ts'
import { type RefusedRows, refuseRow } from './refused-rows.ts'

type Draft = { facts: OrderFacts; lines: LoggedLine[]; activities: LoggedActivity[]; readonly origin: Origin }

/** Gathers a log row by row, in whatever order its rows come. */
export class LogBuilder implements LogSink {
  private readonly orders = new Map<string, Draft>()
  private readonly people = new Map<string, { name: string; departments: Map<string, number> }>()
  private readonly departments = new Map<string, LoggedDepartment>()

  addDepartment({ key, name }: Named): void {
    if (key !== null && !this.departments.has(key)) this.departments.set(key, { key, name: name ?? key })
  }

  addPerson({ key, name }: Named, department: string | null): void {
    if (key === null) return
    const person = this.people.get(key) ?? { name: name ?? key, departments: new Map() }
    this.people.set(key, person)
    if (department !== null) person.departments.set(department, (person.departments.get(department) ?? 0) + 1)
  }

  addToOrder(number: string, origin: Origin, facts: OrderFacts): void {
    const draft = this.orders.get(number)
    const lines = facts.line ? [facts.line] : []
    if (!draft) return void this.orders.set(number, { facts, lines, activities: [], origin })
    draft.facts = merge(draft.facts, facts)
    const isKnown = (line: LoggedLine) =>
      draft.lines.some((one) => one.sku === line.sku && one.quantity === line.quantity)
    draft.lines.push(...lines.filter((line) => !isKnown(line)))
  }

  addActivity(order: string, activity: LoggedActivity): void {
    this.orders.get(order)!.activities.push(activity)
  }

  /** As `addActivity`, for tables whose rows repeat what is known of the order: what is there already is not added. */
  addActivityOnce(order: string, activity: LoggedActivity): void {
    const known = this.orders.get(order)!.activities.some((one) => isSame(one, activity))
    if (!known) this.addActivity(order, activity)
  }

  /** The log. An order of which no instant is known is put down in `refused`. */
  build(log: Pick<ActivityLog, 'name' | 'timeZone' | 'delivers'>, refused: RefusedRows): ActivityLog {
    const orders = [...this.orders].flatMap(([number, draft]) => {
      const order = refused.try(draft.origin.row, () => finished(number, draft))
      return order ? [order] : []
    })
    const people = new Map([...this.people].map(([key, person]) => [key, namedPerson(key, person)]))
    return { ...log, orders, people, departments: this.departments }
  }
}

function merge(known: OrderFacts, more: OrderFacts): OrderFacts {
  return {
    customer: known.customer ?? more.customer,
    rep: known.rep ?? more.rep,
    channel: known.channel ?? more.channel,
    circumstances: [...new Set([...known.circumstances, ...more.circumstances])],
    attributes: { ...more.attributes, ...known.attributes },
    line: known.line,
    placedAt: known.placedAt ?? more.placedAt,
    promisedDate: known.promisedDate ?? more.promisedDate,
    deliveredAt: known.deliveredAt ?? more.deliveredAt,
  }
}

/** Where the log says that something happened before the placing, the order was placed by then. */
function finished(number: string, { facts, lines, activities, origin }: Draft): LoggedOrder {
  const { line: _, placedAt, ...known } = facts
  const instants = [placedAt, known.deliveredAt, ...activities.flatMap((one) => [one.startedAt, one.finishedAt])]
  const told = instants.filter((at) => at !== null)
  if (told.length === 0) throw refuseRow(origin, null, `order ${number} has no activity and no date`)
  const first = told.reduce((earliest, at) => Math.min(earliest, at))
  return { number, origin, ...known, lines, placedAt: first, activities }
}

function namedPerson(
  key: string,
  { name, departments }: { name: string; departments: Map<string, number> },
): LoggedPerson {
  return { key, name, department: mostFrequent(departments) }
}

/** The first of those that were counted most often; null where nothing was counted. */
export function mostFrequent<T>(counts: ReadonlyMap<T, number>): T | null {
  let most: [T | null, number] = [null, 0]
  for (const [one, count] of counts) if (count > most[1]) most = [one, count]
  return most[0]
}

function isSame(one: LoggedActivity, other: LoggedActivity): boolean {
  return (
    one.step === other.step &&
    one.startedAt === other.startedAt &&
    one.finishedAt === other.finishedAt &&
    one.holder === other.holder
  )
}
