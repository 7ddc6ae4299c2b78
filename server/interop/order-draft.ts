import type { LoggedActivity, LoggedLine, LoggedOrder, Origin } from './activity-log.ts'
import type { OrderFacts } from './log-sink.ts'
import { refuseRow } from './refused-rows.ts'

/** One thing that a row said of an order. `once`: not where it is known already. */
export type Said =
  | { readonly facts: OrderFacts }
  | { readonly activity: LoggedActivity }
  | { readonly once: LoggedActivity }

/** What the rows of one order come to, taken in the order in which the log has them. */
export class OrderDraft {
  private readonly number: string
  private readonly origin: Origin
  private facts: OrderFacts = NOTHING_SAID
  private readonly lines: LoggedLine[] = []
  private readonly activities: LoggedActivity[] = []

  constructor(number: string, origin: Origin) {
    this.number = number
    this.origin = origin
  }

  take(said: Said): void {
    if ('facts' in said) this.takeFacts(said.facts)
    else if ('activity' in said) this.activities.push(said.activity)
    else if (!this.activities.some((one) => isSame(one, said.once))) this.activities.push(said.once)
  }

  /**
   * The order. Where the log says that something happened before the placing, it was placed by then. Refused where the log tells
   * of no instant.
   */
  finish(): LoggedOrder {
    const { number, origin, lines, activities } = this
    const { line: _, placedAt, ...known } = this.facts
    const instants = [placedAt, known.deliveredAt, ...activities.flatMap((one) => [one.startedAt, one.finishedAt])]
    const told = instants.filter((at) => at !== null)
    if (told.length === 0) throw refuseRow(origin, null, `order ${number} has no activity and no date`)
    const first = told.reduce((earliest, at) => Math.min(earliest, at))
    return { number, origin, ...known, lines, placedAt: first, activities }
  }

  private takeFacts(facts: OrderFacts): void {
    const { line } = facts
    this.facts = merge(this.facts, facts)
    const isKnown = this.lines.some((one) => one.sku === line?.sku && one.quantity === line.quantity)
    if (line && !isKnown) this.lines.push(line)
  }
}

const NOTHING_SAID: OrderFacts = {
  customer: null,
  rep: null,
  channel: null,
  circumstances: [],
  attributes: {},
  line: null,
  placedAt: null,
  promisedDate: null,
  deliveredAt: null,
}

/** True where the row named its order and no more. */
export function saysNothing({ circumstances, attributes, ...single }: OrderFacts): boolean {
  const isEmpty = circumstances.length === 0 && Object.keys(attributes).length === 0
  return isEmpty && Object.values(single).every((one) => one === null)
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

function isSame(one: LoggedActivity, other: LoggedActivity): boolean {
  return (
    one.step === other.step &&
    one.startedAt === other.startedAt &&
    one.finishedAt === other.finishedAt &&
    one.holder === other.holder
  )
}
