import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { dayText } from '../../server/domain/backtest-order.ts'
import { upTo } from '../domain/backtests.ts'
import { filesOf } from './imports.ts'

/** Each test starts a program, which shares the machine with other test files. */
vi.setConfig({ testTimeout: 180_000 })

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url))
const columns = { order: 'id', placed: 'ordered', promised: 'due', delivered: 'came' }
const FIRST = 20_000
const UNTIL = dayText(FIRST + 120)

/** 160 orders, one a day, every third by sea; two rows that cannot be read and one that is not delivered. */
const FILES = {
  'orders.csv': [
    'id,ordered,due,came,vendor,mode',
    ...upTo(160).map((at) => {
      const took = at % 3 === 0 ? 15 + (at % 4) : 3 + (at % 4)
      const days = [FIRST + at, FIRST + at + 9, FIRST + at + took].map(dayText)
      return `${at},${days.join(',')},V${at % 5},${at % 3 === 0 ? 'Sea' : 'Air'}`
    }),
    'x,2024-13-01,2024-10-09,2024-10-10,V1,Air',
    'y,2024-10-08,2024-10-09,2024-10-01,V1,Air',
    'z,2024-10-08,2024-10-09,,V1,Air',
  ].join('\n'),
  'map.json': JSON.stringify({ columns }),
}

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

function backtest(...args: string[]): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const child = execFile(
    process.execPath,
    [CLI, 'backtest', ...args],
    { cwd: filesOf(FILES), env: {} },
    (_, out, err) => resolve({ code: child.exitCode, out, err }),
  )
  return promise
}

const given = ['orders.csv', '--map', 'map.json', '--train-until', UNTIL, '--attributes', 'mode,vendor']

describe('baton backtest', () => {
  test('prints the figures of every date, what was left out, and whether they held', async () => {
    const { code, out, err } = await backtest(...given)
    expect(err).toContain('orders.csv row 162, ordered: is no date')
    expect(err).toContain('orders.csv row 163: is delivered before it is placed')
    expect(out).toContain(`orders.csv: 160 orders, 121 of them training until ${UNTIL}, 39 to test`)
    expect(out).toContain('left out because they cannot be read: 2')
    expect(out).toContain('left out because they are not delivered: 1')
    expect(out).toContain('group of the baseline: mode')
    for (const rival of ['Baton', 'quoted date', 'all past orders', 'same group'])
      expect(out.split('\n').filter((line) => line.slice(5).startsWith(rival))).toHaveLength(6)
    expect(out).toMatch(
      /^p85: 85 % lies between, with a leeway of 11\.4: held; it costs not less than the same group$/m,
    )
    expect(code).toBe(0)
  })

  test('with --json the last line is one object of the test part, and nothing else is printed to it', async () => {
    const { code, out } = await backtest(...given, '--json')
    const result = JSON.parse(out.trimEnd().split('\n').at(-1)!)
    const figures = {
      atOrBefore: expect.any(Number),
      before: expect.any(Number),
      pinball: expect.any(Number),
      meanDays: expect.any(Number),
    }
    const shares = { p50: figures, p85: figures, p95: figures }
    expect(result).toStrictEqual({
      train: 121,
      test: 39,
      baton: shares,
      quoted: shares,
      baselines: { all: shares, group: shares },
    })
    expect(result.quoted.p85).toMatchObject({ meanDays: 9, atOrBefore: 26 / 39, before: 26 / 39 })
    expect(result.baton.p85.pinball).toBeLessThan(result.baselines.all.p85.pinball / 2)
    expect(code).toBe(0)
  })

  test.each([
    ['no DATE', ['orders.csv', '--map', 'map.json'], 'needs --train-until DATE'],
    ['a DATE that is none', [...given, '--train-until', '31.12.2024'], '--train-until: is not a date such as'],
    ['an unknown attribute', [...given, '--attributes', 'mood'], '--attributes: orders.csv has no column mood'],
  ])('ends with 2 and says why where there is %s', async (_, args, message) => {
    const { code, out, err } = await backtest(...args)
    expect(err).toContain(message)
    expect([code, out]).toEqual([2, ''])
  })
})
