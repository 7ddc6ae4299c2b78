import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { importLog } from '../server/services/import.ts'
import type { Pair } from './pairs.ts'
import type { Workplace } from './workplace.ts'

const ORDERS = 500
const STEPS = ['Take', 'Check', 'Plan', 'Buy', 'Make', 'Pack', 'Ship', 'Bill']
const HOUR = 3_600_000
const START = Date.UTC(2026, 0, 5, 8)
/** PostgreSQL takes 65,535 parameters a statement. */
const CHUNK = 4_000

/** A log read, understood and written whole, beside an INSERT of the event rows that it came to. */
export async function importRate({ running: { baton }, sql }: Workplace, folder: string): Promise<Pair> {
  let round = 0
  let rows: readonly object[] = []
  const file = () => join(folder, `log-${round}.csv`)
  const importOne = async () => {
    const request = { files: [file()], map: join(folder, 'map.json'), workflow: null }
    const { events, refused } = await importLog(baton, request, () => {})
    if (refused.length > 0) throw new Error(refused[0]!.message)
    return events
  }
  await writeFile(join(folder, 'map.json'), JSON.stringify(MAPPING))
  return {
    name: `import of a CSV with ${ORDERS} orders of ${STEPS.length} steps`,
    unit: 'events',
    prepare: async () => {
      round += 1
      await writeFile(file(), csv(round))
      if (rows.length > 0) return
      await importOne()
      rows = await sql`select transaction_id, type, at, recorded_at, actor, reason, order_id, position, department_id,
        imported, payload_version, payload from event where imported`
      round += 1
      await writeFile(file(), csv(round))
    },
    baton: importOne,
    bare: async () => {
      await sql.begin(async (tx) => {
        for (let at = 0; at < rows.length; at += CHUNK)
          await tx`insert into bench_event ${tx(rows.slice(at, at + CHUNK) as Record<string, never>[])}`
      })
      return rows.length
    },
  }
}

const MAPPING = {
  name: 'bench',
  timeZone: 'UTC',
  columns: { order: 'order', step: 'step', start: 'start', finish: 'finish', holder: 'who', department: 'where' },
}

function csv(round: number): string {
  const instant = (hours: number) => new Date(START + hours * HOUR).toISOString()
  const lines = Array.from({ length: ORDERS }, (_, order) =>
    STEPS.map((step, place) => {
      const hours = order + place * 20
      return `B${round}-${order},${step},${instant(hours)},${instant(hours + 9)},who-${(order + place) % 40},where-${place}`
    }),
  )
  return `${['order,step,start,finish,who,where', ...lines.flat()].join('\n')}\n`
}
