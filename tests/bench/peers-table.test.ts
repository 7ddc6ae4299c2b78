import { expect, test } from 'vitest'
import { readRows, table } from '../../bench/peers/figures.ts'
import { ratio, type Stretch } from '../../bench/peers/rounds.ts'

const stretch = (target: string, round: number, rps: number): Stretch => {
  return { target, round, rps, query: 'trace', p50: 1_000 / rps, p99: 1, serverUs: 100, pgUs: 1, errors: 0 }
}

test('a round is divided by the limit of the same round, whatever the machine did meanwhile', () => {
  const rounds = [100, 10, 1_000].flatMap((rps, round) => [
    stretch('limit', round, rps),
    stretch('baton', round, rps * [0.9, 0.5, 0.8][round]!),
  ])
  expect(ratio(rounds, 'trace', 'baton', 'limit', 'rps')).toBeCloseTo(0.8)
})

test('who answered nothing has not been quick', () => {
  const rounds = [
    stretch('limit', 0, 100),
    { ...stretch('baton', 0, 100), rps: 0, p50: 0, serverUs: Number.POSITIVE_INFINITY },
  ]
  const row = (baton: number) => ({ what: 'a', limit: '1', peer: '–', baton, unit: '', must: 2, aim: 1 })
  const cost = ratio(rounds, 'trace', 'baton', 'limit', 'serverUs')
  expect(table([row(cost)])).toContain('| a | 1 | – | – | 2 | 1 | NOT YET |')
})

test('more is better of requests a second, less of what one costs', () => {
  const names = ['limit', 'baton', 'postgraphile', 'mercurius', 'yoga', 'apollo']
  const all = ['trace', 'myOrders', 'queue'].flatMap((query) =>
    names.map((name) => ({
      ...stretch(name, 0, name === 'baton' ? 120 : 100),
      query,
      serverUs: name === 'baton' ? 180 : 100,
    })),
  )
  const lines = table(readRows({ all, person: [] })).split('\n')
  expect(lines.find((line) => line.includes('my orders, req/s'))).toContain('| 1.2 | 1 | 1.5 | ok |')
  expect(lines.find((line) => line.includes('CPU a read: my orders'))).toContain('| 1.8 | 2 | 1.5 | ok |')
  expect(lines.find((line) => line.includes('p50: trace'))).toContain('| aim |')
})
