import { fileURLToPath } from 'node:url'
import type { LogSink } from '../../server/interop/log-sink.ts'
import { formatOf } from '../../server/interop/log-source.ts'
import { readOcelLog } from '../../server/interop/ocel-log.ts'
import { openOcel } from '../../server/interop/ocel-store.ts'
import { RefusedRows } from '../../server/interop/refused-rows.ts'
import { readXesLog } from '../../server/interop/xes-log.ts'

/** A process that reads a log, keeping nothing of it: `node reading-process.ts <log>`. Its last line is what it counted, as JSON. */
export const READING = fileURLToPath(import.meta.url)

if (process.argv[1] === READING) await main(process.argv[2]!)

async function main(path: string): Promise<void> {
  const counts = { orders: 0, runs: 0, refused: 0 }
  const count = () => {
    counts.runs += 1
  }
  const sink: LogSink = {
    addDepartment: () => {},
    addPerson: () => {},
    addToOrder: () => {
      counts.orders += 1
    },
    addActivity: count,
    addActivityOnce: count,
  }
  const refused = new RefusedRows()
  await read(path, sink, refused)
  console.log(JSON.stringify({ ...counts, refused: refused.count }))
}

async function read(path: string, sink: LogSink, refused: RefusedRows): Promise<void> {
  const options = { mapping: null, orderType: null, department: null, holder: null }
  if (formatOf(path) === 'xes')
    return void (await readXesLog(
      path,
      options,
      sink,
      refused,
      () => {},
      () => 0,
    ))
  const store = await openOcel(
    path,
    refused,
    () => {},
    () => 0,
  )
  await readOcelLog(
    store,
    options,
    sink,
    refused,
    () => {},
    () => 0,
  )
  store.close()
}
