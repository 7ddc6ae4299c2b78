import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActivityLog, LoggedOrder } from '../../server/interop/activity-log.ts'
import type { LogHeader, ReadOptions } from '../../server/interop/log-sink.ts'
import type { LogSpool } from '../../server/interop/log-spool.ts'
import { readOcelLog } from '../../server/interop/ocel-log.ts'
import { openOcel } from '../../server/interop/ocel-store.ts'
import { RefusedRows } from '../../server/interop/refused-rows.ts'
import { readXesLog } from '../../server/interop/xes-log.ts'
import { makeFolder } from './imports.ts'
import { openSpool } from './logs.ts'

type WholeLog = ActivityLog & { readonly orders: readonly LoggedOrder[] }
export type ReadLog = { readonly log: WholeLog; readonly refused: RefusedRows; readonly notes: readonly string[] }
type Options = Partial<ReadOptions>

const GUESS: ReadOptions = { mapping: null, orderType: null, department: null, holder: null }

/** Writes a file into a folder of the test and gives where. */
export function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(makeFolder(), name)
  writeFileSync(path, content)
  return path
}

export function readXes(path: string, options: Options = {}): Promise<ReadLog> {
  return gathered((spool, refused) =>
    readXesLog(
      path,
      { ...GUESS, ...options },
      spool,
      refused,
      () => {},
      () => 0,
    ),
  )
}

export function readOcel(path: string, options: Options = {}): Promise<ReadLog> {
  return gathered(async (spool, refused) => {
    const store = await openOcel(
      path,
      refused,
      () => {},
      () => 0,
    )
    try {
      if (refused.count > 0) return { name: '', timeZone: 'UTC', delivers: [], notes: store.notes }
      return await readOcelLog(
        store,
        { ...GUESS, ...options },
        spool,
        refused,
        () => {},
        () => 0,
      )
    } finally {
      store.close()
    }
  })
}

async function gathered(read: (spool: LogSpool, refused: RefusedRows) => Promise<LogHeader>): Promise<ReadLog> {
  const spool = openSpool()
  const refused = new RefusedRows()
  const header = await read(spool, refused)
  const log = await spool.gather(header, refused)
  return { log: { ...log, orders: [...log.orders] }, refused, notes: header.notes }
}

/** Everything of an order but where it stood. */
export function told({ origin: _, activities, ...order }: LoggedOrder): unknown {
  return { ...order, activities: activities.map(({ origin: __, ...activity }) => activity) }
}
