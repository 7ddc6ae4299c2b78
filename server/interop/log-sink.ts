import type { CalendarDate, Instant } from '../domain/vocabulary.ts'
import type { LoggedActivity, LoggedLine, Origin } from './activity-log.ts'
import type { Mapping } from './mapping.ts'

/** What one row may say of its order. Where rows of an order differ, the first that says something counts. */
export type OrderFacts = {
  readonly customer: string | null
  readonly rep: string | null
  readonly channel: string | null
  readonly circumstances: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly line: LoggedLine | null
  readonly placedAt: Instant | null
  readonly promisedDate: CalendarDate | null
  readonly deliveredAt: Instant | null
}
/** Somebody or something known by a key; nothing is added where it is null. Whom no row names is called by the key. */
export type Named = { readonly key: string | null; readonly name: string | null }

/** What a reader hands a log to, row by row, in whatever order its rows come. It keeps them outside of memory. */
export interface LogSink {
  addDepartment(named: Named): void
  /** A person of whom several rows say departments is of the one that most of them say. */
  addPerson(named: Named, department: string | null): void
  addToOrder(number: string, origin: Origin, facts: OrderFacts): void
  /** After `addToOrder` of that order. */
  addActivity(order: string, activity: LoggedActivity): void
  /** As `addActivity`, for logs whose rows repeat what is known of the order: what is there already is not added. */
  addActivityOnce(order: string, activity: LoggedActivity): void
}

/** What a reader knows of a log as a whole once it is read. `notes` tell the user what was guessed, left out or counted. */
export type LogHeader = {
  readonly name: string
  readonly timeZone: string
  /** Names of the steps with which the goods are the customer's; empty where nobody said. */
  readonly delivers: readonly string[]
  readonly notes: readonly string[]
}

/** How the user said that a log is to be read; null: guessed, and said in a note. */
export type ReadOptions = {
  readonly mapping: Mapping | null
  readonly orderType: string | null
  readonly department: string | null
  readonly holder: string | null
}

/** Gets lines for whoever waits. */
export type Progress = (line: string) => void
