import { expect, test } from 'vitest'
import { readOcelLog } from '../../server/interop/ocel-log.ts'
import { openOcel } from '../../server/interop/ocel-store.ts'
import { RefusedRows } from '../../server/interop/refused-rows.ts'
import { readXesLog } from '../../server/interop/xes-log.ts'
import { openSpool } from './logs.ts'
import { SMALL } from './ocel-files.ts'
import { fileOf } from './read-logs.ts'

const GUESS = { mapping: null, orderType: null, department: null, holder: null }

/** Passes half a second at each look. */
function ticking(): () => number {
  let now = 0
  return () => {
    now += 500
    return now
  }
}

test('reading XES tells how many events there are by now, how fast they come and how long it will last', async () => {
  const event = '<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2024-01-01"/></event>'
  const path = fileOf('log.xes', `<log><trace><string key="concept:name" value="1"/>${event.repeat(4)}</trace></log>`)
  const lines: string[] = []
  await readXesLog(path, GUESS, openSpool(), new RefusedRows(), (line) => lines.push(line), ticking())
  expect(lines).toEqual([
    'log.xes: reading',
    'log.xes read: 2 events, 2 a second, 0 s left',
    'log.xes read: 4 events, 2 a second, 0 s left',
  ])
})

test('reading OCEL tells so of its rows, then of the orders', async () => {
  const lines: string[] = []
  const tell = (line: string) => lines.push(line)
  const clock = ticking()
  const store = await openOcel(fileOf('log.json', JSON.stringify(SMALL)), new RefusedRows(), tell, clock)
  await readOcelLog(store, GUESS, openSpool(), new RefusedRows(), tell, clock)
  store.close()
  expect(lines).toEqual([
    'log.json: reading',
    'log.json read: 2 rows, 2 a second, 0 s left',
    'log.json read: 4 rows, 2 a second, 0 s left',
    'log.json read: 6 rows, 2 a second, 0 s left',
    'log.json: finding the orders of the events',
    'log.json followed: 2 orders, 2 a second, 0 s left',
  ])
})
