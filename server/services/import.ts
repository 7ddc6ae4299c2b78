import { badInput } from '../domain/refusal.ts'
import type { ActivityLog } from '../interop/activity-log.ts'
import { isOwnExport } from '../interop/export/own-export.ts'
import { formatOfLog, type LogFiles, optionsOf, readLogFiles } from '../interop/log-files.ts'
import type { LogHeader, Progress } from '../interop/log-sink.ts'
import { LogSpool } from '../interop/log-spool.ts'
import { Meter } from '../interop/meter.ts'
import { readOcelLog } from '../interop/ocel-log.ts'
import { type OcelStore, openOcel } from '../interop/ocel-store.ts'
import { type RefusedRow, RefusedRows } from '../interop/refused-rows.ts'
import type { Tx } from '../storage/database.ts'
import type { Baton } from './baton.ts'
import { NOTHING, type Written } from './import-counts.ts'
import { ImportWriting } from './import-writing.ts'
import { restoreExport } from './restore-export.ts'

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
 * Imports a log, all of it or nothing. Orders that were imported before are duplicates and stay as they are; an export of Baton's own is
 * restored as it was. Refusals of the files, the mapping, the workflow and the rows come back in the result; whatever is thrown is a
 * defect.
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
  private notes: readonly string[] = []

  constructor(baton: Baton, request: ImportRequest, progress: Progress, spool: LogSpool) {
    this.baton = baton
    this.request = request
    this.progress = progress
    this.spool = spool
  }

  async run(): Promise<ImportResult> {
    const { refused } = this
    const written = await refused.await(() => this.import())
    const { notes } = this
    return { ...(written ?? NOTHING), notes, refused: refused.rows, refusedCount: refused.count }
  }

  private async import(): Promise<Written> {
    const { spool: sink, refused, progress, request } = this
    const { clock } = this.baton
    const format = formatOfLog(request)
    if (format === 'csv' || format === 'xes')
      return this.take(await readLogFiles(request, { sink, refused, progress, clock }))
    const store = await openOcel(request.files[0]!, refused, progress, clock)
    try {
      if (refused.count > 0) return NOTHING
      if (isOwnExport(store)) return await this.restore(store)
      return await this.take(await readOcelLog(store, optionsOf(request, format), sink, refused, progress, clock))
    } finally {
      store.close()
    }
  }

  /** Writes what the spool has by now. */
  private async take(header: LogHeader): Promise<Written> {
    const { baton, refused, progress } = this
    this.notes = header.notes
    for (const note of header.notes) progress(note)
    const meter = new Meter(`${header.name} put together`, 'orders', progress, baton.clock)
    const log = await this.spool.gather(header, refused, (count, share) => meter.add(count, share))
    if (refused.count > 0) return NOTHING
    progress(`${log.name}: read ${log.orderCount} orders with ${log.activityCount} activities`)
    return this.write((tx) => this.writeLog(tx, log))
  }

  private writeLog(tx: Tx, log: ActivityLog): Promise<Written> {
    const { baton, refused, progress, request } = this
    return new ImportWriting({ tx, baton, log, refused, progress }).write(request.workflow)
  }

  private restore(store: OcelStore): Promise<Written> {
    const { baton, refused, progress, request } = this
    const { map, workflow, orderType, department, holder } = request
    const given = Object.entries({ map, workflow, 'order-type': orderType, department, holder }).find(([, one]) => one)
    if (given)
      throw badInput(`--${given[0]}`, 'means nothing for an export of Baton, which says all of itself', given[1])
    return this.write((tx) => restoreExport({ tx, baton, store, refused, progress }))
  }

  /** What is refused within the transaction undoes it. */
  private async write(work: (tx: Tx) => Promise<Written>): Promise<Written> {
    const { database, directory, feed } = this.baton
    const written = await database.transaction(work)
    if (written.events > 0) {
      await directory.refresh()
      feed.wake()
    }
    return written
  }
}
