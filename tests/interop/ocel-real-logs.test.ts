import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Mapping } from '../../server/interop/mapping.ts'
import { importLog } from '../../server/services/import.ts'
import { eachDatabase } from '../support/database.ts'
import { describeShared } from '../support/shared-data.ts'
import { openTestBaton } from './imports.ts'
import { fileOf, readOcel, told } from './read-logs.ts'

const ENDINGS = ['jsonocel', 'xmlocel', 'sqlite'] as const
/** Where its XML and its SQLite were written, which say no offset; its JSON says UTC. */
const THERE: Mapping = { timeZone: 'Europe/Berlin', columns: {} }

describeShared('data/ocel2-example', (folder) => {
  const files = ENDINGS.map((ending) => `${folder}/ocel20_example.${ending}`)

  test('its three files tell the same', async () => {
    const [json, ...others] = await Promise.all(files.map((file) => readOcel(file, { mapping: THERE })))
    expect(json!.log.orders.map(({ number, activities }) => [number, activities.length])).toEqual([
      ['PO1', 8],
      ['PO2', 5],
    ])
    for (const other of others) {
      expect(other.log.orders.map(told)).toEqual(json!.log.orders.map(told))
      expect([...other.log.people]).toEqual([...json!.log.people])
      expect(other.notes).toEqual(json!.notes)
    }
  })

  test('an order has the last quantity that its purchase order was changed to', async () => {
    const { log } = await readOcel(files[2]!, { mapping: THERE })
    expect(log.orders[0]!.attributes).toEqual({ po_product: 'Cows', po_quantity: '600' })
  })

  test('without a time zone two of them are an hour off, and say that they suppose UTC', async () => {
    const [json, xml, sqlite] = await Promise.all(files.map((file) => readOcel(file)))
    const hour = 3_600_000
    expect(xml!.log.orders[0]!.placedAt! - json!.log.orders[0]!.placedAt!).toBe(hour)
    expect(sqlite!.log.orders.map(told)).toEqual(xml!.log.orders.map(told))
    const note = '13 times have no offset and are taken as UTC; name their timeZone in a mapping (--map)'
    expect([json, xml, sqlite].map((read) => read!.notes.includes(note))).toEqual([false, true, true])
  })

  eachDatabase((open) => {
    test('its three files make the same graph', async () => {
      const map = fileOf('map.json', JSON.stringify({ timeZone: 'Europe/Berlin', name: 'Purchases' }))
      const graphs = []
      for (const file of files) {
        const baton = await openTestBaton(await open())
        const result = await importLog(baton, { files: [file], map, workflow: null }, () => {})
        expect(result).toMatchObject({ orders: 2, runs: 13, people: 5, refused: [] })
        const { steps } = baton.directory.workflow('purchases')!
        graphs.push(steps.map(({ key, dependsOn }) => ({ key, dependsOn: dependsOn.toSorted() })))
      }
      expect(graphs[0]).toHaveLength(8)
      expect(graphs.slice(1)).toEqual([graphs[0], graphs[0]])
    })
  })
})

describeShared('data/purchase-to-pay-ocel2', (folder) => {
  const file = join(folder, 'p2p.sqlite.gz')
  const DEPARTMENTS = [
    ...['Finance/Account Department', 'Manufacturing Department', 'Procurement Department'],
    ...['Procurement Order Manager', 'Procurement Requisition Manager', 'Warehouse Department'],
  ]

  test('every one of its 14,671 events is of some order, those of several orders are in each of them', async () => {
    const { log, notes, refused } = await readOcel(file)
    expect(refused.count).toBe(0)
    const rows = new Set(log.orders.flatMap(({ activities }) => activities.map(({ origin }) => origin.row)))
    expect(rows.size).toBe(14_671)
    expect(log).toMatchObject({ orderCount: 1_598, activityCount: 17_218 })
    expect([...log.departments.keys()].toSorted()).toEqual(DEPARTMENTS)
    const order = log.orders.find(({ number }) => number === 'purchase_order:820')!
    expect(order.attributes).toMatchObject({ VendorEKKOLIFNR: 'Speedometer Specialists Co' })
    expect(order.lines).toEqual([
      { sku: 'WATER_BOTTLE', quantity: '33.0' },
      { sku: 'LOCK', quantity: '19.0' },
    ])
    expect(notes).toEqual([
      'orders: the objects of purchase_order (guessed; name them with --order-type)',
      'departments: the attribute resource of the events (guessed; name another with --department)',
      'people: none found; name an attribute of the events or a type of objects with --holder',
      '14671 events, of 1598 orders',
      '1644 of them are of several orders: each of these goes through them',
      '2028 links point nowhere and are left out: 2028 between objects, 0 of events',
    ])
  })

  test('of requisitions, which nothing shares, each event is one run', async () => {
    const { log, notes } = await readOcel(file, { orderType: 'purchase_requisition' })
    expect(log).toMatchObject({ orderCount: 927, activityCount: 14_671 })
    expect(notes.some((note) => note.includes('several orders'))).toBe(false)
  })

  eachDatabase((open) => {
    test('goes in whole by requisitions', async () => {
      const baton = await openTestBaton(await open())
      const request = { files: [file], map: null, workflow: null, orderType: 'purchase_requisition' }
      const result = await importLog(baton, request, () => {})
      expect(result).toMatchObject({ orders: 927, runs: 14_671, departments: 6, refused: [] })
      expect(result.notes).toContain('2028 links point nowhere and are left out: 2028 between objects, 0 of events')
    })
  })
})
