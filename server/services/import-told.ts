import type { NewEvent } from '../domain/event.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { openTemporaryDatabase } from '../interop/temporary-database.ts'
import { eventTexts } from '../storage/event-insert.ts'

/** Events read at a time. */
const PAGE = 5_000

/**
 * The events that an import tells, outside of memory until all are there: the orders are told one after the other, the log has the
 * events of all of them in order of time. Gone with the process, however that ends.
 */
export class ToldEvents {
  private readonly database = openTemporaryDatabase()
  private readonly put
  count = 0

  constructor() {
    this.database.exec('create table told (id integer primary key, at integer not null, text text not null); begin')
    this.put = this.database.prepare('insert into told (at, text) values (?, ?)')
  }

  add(events: readonly NewEvent[]): void {
    eventTexts(events).forEach((text, place) => void this.put.run(events[place]!.at, text))
    this.count += events.length
  }

  /** As `insertEventTexts` takes them; those of one instant stay as they were told. */
  *inOrderOfTime(): Generator<readonly string[], undefined> {
    this.database.exec('create index told_at on told (at, id)')
    const next = this.database.prepare(
      `select id, at, text from told where (at, id) > (?, ?) order by at, id limit ${PAGE}`,
    )
    let last: { readonly id: number; readonly at: Instant } = { id: 0, at: Number.MIN_SAFE_INTEGER }
    for (;;) {
      const page = next.all(last.at, last.id) as { id: number; at: Instant; text: string }[]
      if (page.length === 0) return
      last = page.at(-1)!
      yield page.map(({ text }) => text)
    }
  }

  close(): void {
    this.database.close()
  }
}
