import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { verify } from '../../server/services/verify.ts'
import { type Database, rows } from '../../server/storage/database.ts'
import { onDatabase } from '../support/database.ts'
import { companies, makeCompany, openAt } from './export-company.ts'
import { exported, imported } from './exports.ts'

vi.setConfig({ testTimeout: 300_000 })

/** What a log of runs can say, by natural keys. */
const QUERIES = {
  orders: sql`select number, c.key as customer, p.key as rep, placed_at, promised_date from orders
    left join customer c on c.id = customer_id left join person p on p.id = rep_id order by number`,
  lines: sql`select distinct number, sku, quantity from order_line join orders on orders.id = order_id
    join product on product.id = product_id order by 1, 2, 3`,
  runs: sql`select o.number as order, s.key as step, d.key as department, d.name, h.key as holder, h.name as called, started_at, finished_at
    from step_run r join orders o on o.id = order_id join workflow_step s on s.workflow_id = o.workflow_id and s.position = r.position
    join department d on d.id = s.department_id left join person h on h.id = holder_id
    where started_at is not null order by 1, 2, started_at, finished_at, 5`,
}

async function saidOf({ pool }: Database): Promise<Record<string, unknown>> {
  const said = Object.entries(QUERIES).map(async ([name, query]) => [name, await rows(pool, query)] as const)
  return JSON.parse(JSON.stringify(Object.fromEntries(await Promise.all(said))))
}

onDatabase('PGlite', (open) => {
  test.each(['csv', 'xes'] as const)(
    'runs that are exported as %s and imported elsewhere are the same',
    async (format) => {
      const property = fc.asyncProperty(companies, async (plan) => {
        const [first, ...others] = plan.orders
        const begun = { ...first!, commands: [{ type: 'complete', step: 'a' } as const, ...first!.commands] }
        const orders = [begun, ...others, { ...first!, commands: [] }]
        const source = await makeCompany(await open(), { ...plan, text: '=2+3', orders })
        const target = await openAt(await open(), { now: Date.UTC(2027, 0, 1) })
        const { file, runs } = await exported(source, format)
        const result = await imported(target, file)
        expect(result).toMatchObject({ refused: [], orders: orders.length, runs })
        expect(await saidOf(target.database)).toEqual(await saidOf(source.database))
        expect(await verify(target, () => {})).toMatchObject({ difference: null })
        expect(await imported(target, file)).toMatchObject({ orders: 0, duplicates: orders.length })
        await source.close()
        await target.close()
      })
      await fc.assert(property, { numRuns: 2, endOnFailure: true })
    },
  )

  test('no cell of a CSV export begins as a formula', async () => {
    const [plan] = fc.sample(companies, { numRuns: 1, seed: 2 })
    const orders = [{ ...plan!.orders[0]!, skus: ['=1+1', "'-2", '@sum'], channel: '=1+1' }]
    const source = await makeCompany(await open(), { ...plan!, text: '=2+3', orders })
    const text = readFileSync((await exported(source, 'csv')).file, 'utf8')
    expect(text).toContain("'=2+3")
    expect(text).toContain("''-2")
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m)
    await source.close()
  })
})
