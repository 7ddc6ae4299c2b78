import { onTestFinished } from 'vitest'
import type { ActivityLog, LoggedOrder } from '../../server/interop/activity-log.ts'
import { readCsvLog } from '../../server/interop/csv-log.ts'
import { LogSpool } from '../../server/interop/log-spool.ts'
import { type Mapping, parseMapping } from '../../server/interop/mapping.ts'
import { RefusedRows } from '../../server/interop/refused-rows.ts'

type WholeLog = ActivityLog & { readonly orders: readonly LoggedOrder[] }
type Read = { readonly log: WholeLog; readonly refused: RefusedRows; readonly notes: readonly string[] }

/** The bytes of a file, in pieces of so many. */
export async function* inPieces(content: string | Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Reads a log from the text of its files, as a mapping maps them or as guessed; joined ones by the name that the mapping has for them. */
export async function readLog(
  mapping: Mapping | null,
  text: string | readonly string[],
  joined: Record<string, string> = {},
): Promise<Read> {
  const refused = new RefusedRows()
  const spool = openSpool()
  const parsed = mapping && parseMapping('map.json', JSON.stringify(mapping))
  const csv = (name: string, content: string) => ({ name, bytes: inPieces(content), readRow: () => {} })
  const files = [text].flat().map((content, index) => csv(`log${index || ''}.csv`, content))
  const openJoined = (path: string) => csv(path, joined[path]!)
  const header = await readCsvLog({ files, openJoined }, parsed, spool, refused)
  const log = await spool.gather({ ...header, name: header.name ?? 'log' }, refused)
  return { log: { ...log, orders: [...log.orders] }, refused, notes: header.notes }
}

/** A spool that is closed after the test. */
export function openSpool(): LogSpool {
  const spool = new LogSpool()
  onTestFinished(() => spool.close())
  return spool
}

/** A log out of orders, each a list of steps that were done one after the other in the order given, a minute each. */
export async function sequences(...orders: readonly string[]): Promise<WholeLog> {
  const rows = orders.flatMap((steps, order) =>
    [...steps].map((step, index) => `O${order},${step},2024-01-01T00:${String(index).padStart(2, '0')}:00Z`),
  )
  const { log } = await readLog({ columns: { order: 'o', step: 's', at: 't' } }, ['o,s,t', ...rows].join('\n'))
  return log
}
