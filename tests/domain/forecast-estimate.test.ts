import { describe, expect, test } from 'vitest'
import { quantileOf } from '../../server/domain/distribution.ts'
import { estimateOf } from '../../server/domain/forecast-estimate.ts'
import type { Attributes, PastRun } from '../../server/domain/forecast-ground.ts'
import { type Split, splitNote } from '../../server/domain/forecast-split.ts'
import { diceOf, HOUR, NOW, pastRun, step } from './forecast-grounds.ts'

const dice = diceOf(5)
const share = () => (dice() >>> 0) / 2 ** 32

function runs(count: number, work: () => number, attributes: () => Attributes): PastRun[] {
  return Array.from({ length: count }, () =>
    pastRun(Math.floor(1e6 * share()), { work: work() }, { attributes: attributes() }),
  )
}

const isNew = () => ({ newCustomer: 'yes' })
const isOld = () => ({ newCustomer: 'no' })
const splitBy = (pastRuns: PastRun[], attributes: Attributes) =>
  estimateOf(step({ pastRuns }), NOW, attributes).splits.map(splitNote)

describe('the runs of a step', () => {
  const slowForNew = [...runs(40, () => 8 + 4 * share(), isNew), ...runs(100, () => 4 + 5 * share(), isOld)]

  test('are split by what is shown to matter', () => {
    expect(splitBy(slowForNew, { newCustomer: 'yes' })).toEqual(['new customer'])
    const estimate = estimateOf(step({ pastRuns: slowForNew }), NOW, { newCustomer: 'yes' })
    expect(estimate.sampleSize).toBe(40)
    expect(quantileOf(estimate.work, 0.5) / HOUR).toBeCloseTo(9.6, 0)
  })

  test('are not split by what makes no difference, nor where too few have it', () => {
    const alike = [...runs(40, () => 4 + 5 * share(), isNew), ...runs(100, () => 4 + 5 * share(), isOld)]
    expect(splitBy(alike, { newCustomer: 'yes' })).toEqual([])
    const few = [...runs(19, () => 90, isNew), ...runs(100, () => 4 + 5 * share(), isOld)]
    expect(splitBy(few, { newCustomer: 'yes' })).toEqual([])
  })

  test('are split by chance alone in one of a hundred cases, however many attributes there are', () => {
    const noise = (): Attributes =>
      Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`attribute ${index}`, share() < 0.5 ? 'a' : 'b']))
    const companies = Array.from({ length: 200 }, () => splitBy(runs(100, share, noise), noise()).length)
    expect(companies.filter((splits) => splits > 0).length).toBeLessThanOrEqual(6)
  })

  test('are split twice where the second matters among those that are left', () => {
    const rush = () => ({ newCustomer: 'yes', ...(share() < 0.5 ? { rush: 'yes' } : {}) })
    const news = runs(100, () => 20 + share(), rush).map((run) =>
      run.attributes.rush ? run : { ...run, finishedAt: run.finishedAt! + 9 * HOUR },
    )
    const all = [...news, ...runs(100, () => 4 + 5 * share(), isOld)]
    expect(splitBy(all, { newCustomer: 'yes' })).toEqual(['new customer', 'not rush'])
  })

  const notes: [Split, string][] = [
    [{ name: 'newCustomer', value: 'yes' }, 'new customer'],
    [{ name: 'newCustomer', value: 'no' }, 'not new customer'],
    [{ name: 'rush', value: undefined }, 'not rush'],
    [{ name: 'category', value: 'Windows' }, 'category Windows'],
  ]
  test.each(notes)('split by %j are called %s', (split, note) => {
    expect(splitNote(split)).toBe(note)
  })

  test('hold each other up: what waits is counted, what overlaps in a hold is counted once', () => {
    const first = pastRun(1, { wait: 1, work: 10 })
    const since = first.startedAt!
    const holds = [
      { reason: 'no stock', since, releasedAt: since + 3 * HOUR },
      { reason: 'no staff', since: since + 2 * HOUR, releasedAt: since + 4 * HOUR },
    ]
    const waiting = { ...pastRun(2, { work: 0 }), readyAt: NOW - HOUR, startedAt: null, finishedAt: null }
    const { evidence, queue, hold } = estimateOf(step({ pastRuns: [{ ...first, holds }, waiting] }), NOW, {})
    expect(queue).toBe(1)
    expect(evidence[0]).toMatchObject({
      wait: { time: HOUR, isOver: true },
      work: { time: 6 * HOUR, isOver: true },
      held: { time: 4 * HOUR, isOver: true },
    })
    expect(evidence[1]).toMatchObject({ wait: { time: HOUR, isOver: false }, work: null, held: null })
    expect(hold!.delay.values).toEqual(Float64Array.of(4 * HOUR))
  })

  test('that were completed without a start have waited all along', () => {
    const run = { ...pastRun(1, { work: 5 }), startedAt: null }
    const [one] = estimateOf(step({ pastRuns: [run] }), NOW, {}).evidence
    expect(one).toMatchObject({ wait: { time: 5 * HOUR, isOver: true }, work: { time: 0, isOver: true } })
  })
})
