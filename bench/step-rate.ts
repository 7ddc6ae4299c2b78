import { placeOrder } from '../server/services/order-placing.ts'
import { completeStep, startStep } from '../server/services/step.ts'
import type { Pair } from './pairs.ts'
import type { Workplace } from './workplace.ts'

const ORDERS = 50

/** Starting and completing steps through the services, beside transactions of as many updates and inserts. */
export async function stepRate({ admin, sql, statementsOf }: Workplace): Promise<Pair> {
  const [customer] = await sql<{ key: string }[]>`select key from customer order by id limit 1`
  const [product] = await sql<{ sku: string }[]>`select sku from product order by id limit 1`
  const workflow = admin.baton.directory.currentWorkflows().find((one) => !one.discovered)!
  const lines = [{ sku: product!.sku, quantity: '1' }]
  const place = () => placeOrder(admin, { customer: customer!.key, workflow: workflow.key, lines })
  const change = async (orderId: number) => {
    const [step] = await sql<{ order: string; step: string }[]>`
      select o.number as order, w.key as step from order_step s join orders o on o.id = s.order_id
      join workflow_step w on w.workflow_id = s.workflow_id and w.position = s.position
      where s.order_id = ${orderId} and s.state = 'READY' order by s.position limit 1`
    return async () => {
      await startStep(admin, step!)
      await completeStep(admin, step!)
    }
  }
  const sample = await change((await place()).orderId)
  const statements = Math.round((await statementsOf(sample)) / 2)
  let changes: (() => Promise<void>)[] = []
  let orderIds: number[] = []
  return {
    name: `steps started and completed, ${statements} statements each (the feed's among them)`,
    unit: 'changes',
    prepare: async () => {
      orderIds = []
      changes = []
      for (let count = 0; count < ORDERS; count += 1) orderIds.push((await place()).orderId)
      for (const orderId of orderIds) changes.push(await change(orderId))
    },
    baton: async () => {
      for (const run of changes) await run()
      return ORDERS * 2
    },
    bare: async () => {
      for (const orderId of [...orderIds, ...orderIds]) await bareChange(sql, orderId, statements)
      return ORDERS * 2
    },
  }
}

/** BEGIN and COMMIT are not counted on either side. */
function bareChange(sql: Workplace['sql'], orderId: number, statements: number): Promise<unknown> {
  return sql.begin(async (tx) => {
    for (let count = 0; count < statements; count += 1)
      if (count % 2)
        await tx`insert into bench_event (type, at, recorded_at, order_id, payload)
        values ('STEP_CHANGED', now(), now(), ${orderId}, '{}')`
      else await tx`update orders set version = version where id = ${orderId}`
  })
}
