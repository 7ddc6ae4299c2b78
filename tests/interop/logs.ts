import type { ActivityLog } from '../../server/interop/activity-log.ts'
import { readTable } from '../../server/interop/csv.ts'
import { readCsvLog, readJoins } from '../../server/interop/csv-log.ts'
import { type Mapping, parseMapping } from '../../server/interop/mapping.ts'
import { RefusedRows } from '../../server/interop/refused-rows.ts'

type Read = { readonly log: ActivityLog; readonly refused: RefusedRows }

/** Reads a log from the text of its files; joined ones by the name that the mapping has for them. */
export function readLog(mapping: Mapping, text: string | readonly string[], joined: Record<string, string> = {}): Read {
  const refused = new RefusedRows()
  const parsed = parseMapping('map.json', JSON.stringify(mapping))
  const fileOf = (name: string, content: string) => ({ name, bytes: new TextEncoder().encode(content) })
  const files = [text].flat().map((content, index) => fileOf(`log${index || ''}.csv`, content))
  const tables = files.map((file) => readTable(file, parsed.delimiter ?? ',', refused))
  const joins = readJoins(parsed, (path) => fileOf(path, joined[path]!), refused)
  return { log: readCsvLog(tables, parsed, joins, parsed.name ?? 'log', refused), refused }
}

/** A log out of orders, each a list of steps that were done one after the other in the order given, a minute each. */
export function sequences(...orders: readonly string[]): ActivityLog {
  const rows = orders.flatMap((steps, order) =>
    [...steps].map((step, index) => `O${order},${step},2024-01-01T00:${String(index).padStart(2, '0')}:00Z`),
  )
  return readLog({ columns: { order: 'o', step: 's', at: 't' } }, ['o,s,t', ...rows].join('\n')).log
}
