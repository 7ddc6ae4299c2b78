import { type LogFiles, readLogFiles } from '../interop/log-files.ts'
import { type RefusedRow, RefusedRows } from '../interop/refused-rows.ts'
import type { Baton } from './baton.ts'
import { NOTHING, type Written } from './import-counts.ts'
import { ImportWriting } from './import-writing.ts'

/** `workflow`: the key of the workflow that the orders ran under; null: the one that the log shows. */
export type ImportRequest = LogFiles & { readonly workflow: string | null }

/** Where anything is refused nothing is written; `refused` holds the first thousand of `refusedCount` reasons. */
export type ImportResult = Written & {
  readonly refused: readonly RefusedRow[]
  readonly refusedCount: number
}

/**
 * Imports a log, all of it or nothing. Orders that were imported before are duplicates and stay as they are. Refusals of the files, the
 * mapping, the workflow and the rows come back in the result; whatever is thrown is a defect.
 */
export async function importLog(
  baton: Baton,
  request: ImportRequest,
  progress: (line: string) => void,
): Promise<ImportResult> {
  const refused = new RefusedRows()
  const log = refused.try(null, () => readLogFiles(request, refused))
  if (!log || refused.count > 0) return resultOf(NOTHING, refused)
  const activities = log.orders.reduce((count, order) => count + order.activities.length, 0)
  progress(`${log.name}: read ${log.orders.length} orders with ${activities} activities`)
  const written = await baton.database.transaction((tx) =>
    new ImportWriting({ tx, baton, log, refused, progress }).write(request.workflow),
  )
  if (written.orders > 0) {
    await baton.directory.refresh()
    baton.feed.wake()
  }
  return resultOf(written, refused)
}

function resultOf(written: Written, { rows, count }: RefusedRows): ImportResult {
  return { ...written, refused: rows, refusedCount: count }
}
