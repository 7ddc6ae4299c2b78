import { setImmediate as others } from 'node:timers/promises'
import type { ActivityLog, LoggedActivity, LoggedOrder, Origin } from './activity-log.ts'
import { LogDirectory } from './log-directory.ts'
import type { LogHeader, LogSink, Named, OrderFacts } from './log-sink.ts'
import { OrderDraft, type Said, saysNothing } from './order-draft.ts'
import type { RefusedRows } from './refused-rows.ts'
import { openTemporaryDatabase } from './temporary-database.ts'

/** Orders read at a time. */
const PAGE = 200
const TABLES = `
  create table named (id integer primary key, number text not null unique, origin text not null);
  create table said (id integer primary key, named integer not null, said text not null);
  create table whole (id integer primary key, told text not null)`

type NamedOrder = { readonly id: number; readonly number: string; readonly origin: string }

/**
 * A log on its way in, outside of memory: first as its rows say it, in whatever order they come, then, once they are gathered, order
 * by order. It is nobody else's and gone with the process, however that ends.
 */
export class LogSpool implements LogSink {
  private readonly database = openTemporaryDatabase()
  private readonly directory = new LogDirectory()
  private readonly find
  private readonly name
  private readonly say
  /** Rows of one order mostly stand together. */
  private last: { readonly number: string; readonly id: number } | null = null

  constructor() {
    const { database } = this
    database.exec(`${TABLES}; begin`)
    this.find = database.prepare('select id from named where number = ?')
    this.name = database.prepare('insert into named (number, origin) values (?, ?)')
    this.say = database.prepare('insert into said (named, said) values (?, ?)')
  }

  addDepartment(named: Named): void {
    this.directory.addDepartment(named)
  }

  addPerson(named: Named, department: string | null): void {
    this.directory.addPerson(named, department)
  }

  addToOrder(number: string, origin: Origin, facts: OrderFacts): void {
    const id = this.idOf(number) ?? Number(this.name.run(number, JSON.stringify(origin)).lastInsertRowid)
    this.last = { number, id }
    if (!saysNothing(facts)) this.keep(number, { facts })
  }

  addActivity(order: string, activity: LoggedActivity): void {
    this.keep(order, { activity })
  }

  addActivityOnce(order: string, activity: LoggedActivity): void {
    this.keep(order, { once: activity })
  }

  /**
   * The log, once all its rows are in; `close` ends it too. An order of which no instant is known is put down in `refused`. Lets others
   * have the processor between pages; `gathered` hears how many more orders are done, and what share of all by then.
   */
  async gather(
    header: Omit<LogHeader, 'notes'>,
    refused: RefusedRows,
    gathered: (count: number, share: number) => void = () => {},
  ): Promise<ActivityLog> {
    const { database, directory } = this
    database.exec('create index said_named on said (named)')
    const { all } = database.prepare('select count(*) as "all" from named').get() as { all: number }
    const told = database.prepare('select said from said where named = ? order by id')
    const put = database.prepare('insert into whole (told) values (?)')
    let [done, orderCount, activityCount] = [0, 0, 0]
    for (const page of this.pages<NamedOrder>('named')) {
      for (const { id, number, origin } of page) {
        const draft = new OrderDraft(number, JSON.parse(origin))
        for (const row of told.all(id) as { said: string }[]) draft.take(JSON.parse(row.said) as Said)
        const order = refused.try((JSON.parse(origin) as Origin).row, () => draft.finish())
        if (!order) continue
        put.run(JSON.stringify(order))
        orderCount += 1
        activityCount += order.activities.length
      }
      done += page.length
      gathered(page.length, done / all)
      await others()
    }
    const orders = { [Symbol.iterator]: () => this.orders() }
    const { name, timeZone, delivers } = header
    const [departments, people] = [directory.departments(), directory.people()]
    return { name, timeZone, delivers, orders, orderCount, activityCount, people, departments }
  }

  close(): void {
    this.database.close()
  }

  private *orders(): Generator<LoggedOrder, undefined> {
    for (const page of this.pages<{ id: number; told: string }>('whole'))
      for (const { told } of page) yield JSON.parse(told)
  }

  private *pages<Row extends { readonly id: number }>(table: 'named' | 'whole'): Generator<readonly Row[], undefined> {
    const next = this.database.prepare(`select * from ${table} where id > ? order by id limit ${PAGE}`)
    for (let after = 0; ; ) {
      const page = next.all(after) as unknown as Row[]
      if (page.length === 0) return
      after = page.at(-1)!.id
      yield page
    }
  }

  private keep(order: string, said: Said): void {
    this.say.run(this.idOf(order)!, JSON.stringify(said))
  }

  private idOf(number: string): number | null {
    if (this.last?.number === number) return this.last.id
    const found = this.find.get(number) as { id: number } | undefined
    return found?.id ?? null
  }
}
