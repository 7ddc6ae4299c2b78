import type { ActivityLog } from '../interop/activity-log.ts'
import { type LogFiles, readLogFiles } from '../interop/log-files.ts'
import type { LogHeader, Progress } from '../interop/log-sink.ts'
import { LogSpool } from '../interop/log-spool.ts'
import { Meter } from '../interop/meter.ts'
import { type RefusedRow, RefusedRows } from '../interop/refused-rows.ts'
import type { Baton } from './baton.ts'
import { NOTHING, type Written } from './import-counts.ts'
import { ImportWriting } from './import-writing.ts'

/** `workflow`: the key of the workflow that the orders ran under; null: the one that the log shows. */
export type ImportRequest = LogFiles & { readonly workflow: string | null }

/**
 * Where anything is refused nothing is written; `refused` holds the first thousand of `refusedCount` reasons. `notes` say what was
 * guessed, left out or counted when the log was read.
 */
export type ImportResult = Written & {
  readonly notes: readonly string[]
  readonly refused: readonly RefusedRow[]
  readonly refusedCount: number
}

/**
 * Imports a log, all of it or nothing. Orders that were imported before are duplicates and stay as they are. Refusals of the files, the
 * mapping, the workflow and the rows come back in the result; whatever is thrown is a defect.
 */
export async function importLog(baton: Baton, request: ImportRequest, progress: Progress): Promise<ImportResult> {
  const spool = new LogSpool()
  try {
    return await new Import(baton, request, progress, spool).run()
  } finally {
    spool.close()
  }
}

class Import {
  private readonly baton: Baton
  private readonly request: ImportRequest
  private readonly progress: Progress
  private readonly spool: LogSpool
  private readonly refused = new RefusedRows()

  constructor(baton: Baton, request: ImportRequest, progress: Progress, spool: LogSpool) {
    this.baton = baton
    this.request = request
    this.progress = progress
    this.spool = spool
  }

  async run(): Promise<ImportResult> {
    const { spool: sink, refused, progress } = this
    const { clock } = this.baton
    const header = await refused.await(() => readLogFiles(this.request, { sink, refused, progress, clock }))
    for (const note of header?.notes ?? []) progress(note)
    const log = header && (await this.gather(header))
    const written = log && refused.count === 0 ? await this.write(log) : NOTHING
    return { ...written, notes: header?.notes ?? [], refused: refused.rows, refusedCount: refused.count }
  }

  private async gather(header: LogHeader): Promise<ActivityLog> {
    const meter = new Meter(`${header.name} put together`, 'orders', this.progress, this.baton.clock)
    const log = await this.spool.gather(header, this.refused, (count, share) => meter.add(count, share))
    this.progress(`${log.name}: read ${log.orderCount} orders with ${log.activityCount} activities`)
    return log
  }

  /** What is refused within the transaction undoes it. */
  private async write(log: ActivityLog): Promise<Written> {
    const { baton, refused, progress } = this
    const work = () =>
      baton.database.transaction((tx) =>
        new ImportWriting({ tx, baton, log, refused, progress }).write(this.request.workflow),
      )
    const written = (await refused.await(work)) ?? NOTHING
    if (written.orders > 0) {
      await baton.directory.refresh()
      baton.feed.wake()
    }
    return written
  }
}
