import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { verify } from '../../server/services/verify.ts'
import { onDatabase } from '../support/database.ts'
import { describeShared } from '../support/shared-data.ts'
import { snapshotOf } from './company-snapshot.ts'
import { openAt } from './export-company.ts'
import { exported, imported } from './exports.ts'

vi.setConfig({ testTimeout: 900_000 })

const NOW = Date.UTC(2026, 10, 22)

onDatabase('PGlite', (open) => {
  describeShared('data/purchase-to-pay-ocel2', (folder) => {
    test('a real log, exported and imported elsewhere, is the same company with the same events', async () => {
      const source = await openAt(await open(), { now: NOW })
      const first = await imported(source, join(folder, 'p2p.sqlite.gz'))
      expect(first.refused).toEqual([])
      const target = await openAt(await open(), { now: NOW })
      const second = await imported(target, (await exported(source, 'ocel-json')).file)
      const { orders, steps, runs, events, departments, people, workflows } = first
      expect(second).toMatchObject({ refused: [], orders, steps, runs, departments, people, workflows })
      expect(second.events).toBe(events + 1)
      const [before, after] = [await snapshotOf(source.database), await snapshotOf(target.database)]
      expect({ ...after, events: after.events!.slice(0, -1) }).toEqual(before)
      expect(await verify(target, () => {})).toMatchObject({ difference: null, orders })
      await source.close()
      await target.close()
    })
  })
})
