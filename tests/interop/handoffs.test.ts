import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { orders } from '../../drizzle/order-tables.ts'
import type { Order, OrderStep, StepRun } from '../../server/domain/order.ts'
import type { Workflow } from '../../server/domain/workflow.ts'
import type { Baton } from '../../server/services/baton.ts'
import { importLog } from '../../server/services/import.ts'
import { loadOrders } from '../../server/storage/order-load.ts'
import { eachDatabase } from '../support/database.ts'
import { describeShared } from '../support/shared-data.ts'
import { openTestBaton } from './imports.ts'

const MAP = fileURLToPath(new URL('maps/handoffs.json', import.meta.url))

/** Handoffs from one activity and person to another: in which orders they were, and how long they waited together. */
type Waits = { readonly orders: readonly string[]; readonly frequency: number; readonly seconds: number }
type Handoff = { readonly from: string; readonly to: string; readonly order: string; readonly seconds: number }

function expectedOf(file: string): Record<string, Waits> {
  const rows = parse(readFileSync(file), { columns: true }) as Record<string, string>[]
  const waits = rows.map((row) => {
    const from = `${row.source_activity} ${row.source_resource}`
    const seconds = Number(row.wt_total_seconds)
    const told: Waits = { orders: row.cases!.split(','), frequency: Number(row.frequency), seconds }
    return [`${from} → ${row.target_activity} ${row.target_resource}`, told] as const
  })
  return Object.fromEntries(waits)
}

/** What Baton's own graph says: each run was READY by the finish of the run of a step that it depends on, and waited until its start. */
async function handoffsOf({ database, directory }: Baton): Promise<Handoff[]> {
  const ids = (await database.pool.select({ id: orders.id }).from(orders)).map(({ id }) => id)
  const loaded = await loadOrders(database.pool, ids, (version) => directory.workflowById(version))
  const nameOf = (run: StepRun) => directory.people.byId(run.holderId!)!.key
  return [...loaded.values()].flatMap((order) => {
    const workflow = directory.workflowById(order.workflowId)!
    return order.steps.flatMap((step) =>
      step.runs.flatMap((run) =>
        sourcesOf(order, workflow, step, run).map((source) => ({
          from: `${source.step} ${nameOf(source.run)}`,
          to: `${step.key} ${nameOf(run)}`,
          order: order.number,
          seconds: (run.startedAt! - run.readyAt!) / 1_000,
        })),
      ),
    )
  })
}

/** The runs whose finish made this one READY. */
function sourcesOf(order: Order, workflow: Workflow, step: OrderStep, run: StepRun) {
  const { dependsOn } = workflow.steps[step.position]!
  const before = order.steps.filter((other) => dependsOn.includes(other.key))
  return before.flatMap((other) =>
    other.runs.filter((one) => one.finishedAt === run.readyAt).map((one) => ({ step: other.key, run: one })),
  )
}

function summed(handoffs: readonly Handoff[]): Record<string, Waits> {
  const groups = Map.groupBy(handoffs, ({ from, to }) => `${from} → ${to}`)
  const waits = [...groups].map(([name, own]): [string, Waits] => {
    const seconds = own.reduce((sum, one) => sum + one.seconds, 0)
    return [name, { orders: own.map((one) => one.order).sort(), frequency: own.length, seconds }]
  })
  return Object.fromEntries(waits)
}

eachDatabase((open) => {
  describeShared('data/handoffs', (folder) => {
    test.each(['manual_log_1', 'manual_log_2'])('the waits of %s are those that its makers expect', async (name) => {
      const baton = await openTestBaton(await open())
      const request = { files: [`${folder}/${name}.csv`], map: MAP, workflow: null }
      expect(await importLog(baton, request, () => {})).toMatchObject({ workflows: 1, refused: [] })
      expect(summed(await handoffsOf(baton))).toEqual(expectedOf(`${folder}/${name}_expected.csv`))
    })
  })
})
