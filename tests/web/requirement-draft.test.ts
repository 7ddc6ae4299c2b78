import { describe, expect, test } from 'vitest'
import type { Asked, Counted } from '../../web/src/documents/requirement-documents.ts'
import { dayIn, startOfDay } from '../../web/src/requirements/day-start.ts'
import { draftOf, durationOf, inputOf, isScopeChanged } from '../../web/src/requirements/draft.ts'
import { differences } from '../../web/src/requirements/requirement-words.ts'
import { newest, seriesOf } from '../../web/src/requirements/series.ts'

const asked = (more: object = {}): Asked =>
  ({
    ...{ id: 'r1', key: 'form', version: 1, kind: 'NOTICE', title: 'The form', details: null, formUrl: null },
    ...{ duration: 'P7D', clock: 'WORKING', workflow: null, appliesWhen: null, bindsOpenOrders: false, steps: [] },
    ...{ effectiveFrom: '2026-11-01T00:00:00Z', effectiveTo: null, publishedAt: '2026-11-01T00:00:00Z' },
    ...{ publishedBy: null, owedBy: null, department: { key: 'accounting', name: 'Accounting' } },
    ...more,
  }) as Asked

describe('the beginning of a day in a zone', () => {
  test.each([
    ['2026-12-01', 'Europe/Berlin', '2026-11-30T23:00:00.000Z'],
    ['2026-12-01', 'America/Chicago', '2026-12-01T06:00:00.000Z'],
    ['2026-12-01', 'Asia/Kathmandu', '2026-11-30T18:15:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('of %s in %s is %s', (day, zone, instant) => {
    expect(startOfDay(day, zone)).toBe(instant)
    expect(dayIn(instant, zone)).toBe(day)
  })
})

describe('a requirement that is being written', () => {
  test('begins as the version before stands, and is published as it was written', () => {
    const draft = draftOf(asked({ steps: [{ key: 'invoice', name: 'Invoice' }], workflow: 'new-order' }))
    expect(inputOf(draft, 'accounting', 'Europe/Berlin')).toEqual({
      ...{ department: 'accounting', key: 'form', kind: 'NOTICE', title: 'The form', details: null, formUrl: null },
      ...{ duration: 'P7D', clock: 'WORKING', workflow: 'new-order', steps: ['invoice'], appliesWhen: null },
      ...{ owedBy: null, effectiveFrom: null, bindsOpenOrders: false },
    })
  })

  test.each([
    [{ amount: '4', unit: 'days' }, 'P4D'],
    [{ amount: ' 36 ', unit: 'hours' }, 'PT36H'],
    [{ amount: 'PT4H30M', unit: 'as written' }, 'PT4H30M'],
    [{ amount: 'soon', unit: 'days' }, 'soon'],
    [{ amount: '', unit: 'days' }, null],
  ] as const)('says how long by %o as %s', (written, duration) => {
    expect(durationOf(written)).toBe(duration)
  })

  test('is known to be asked for other orders when its steps, its workflow or its condition is another', () => {
    const before = asked({
      steps: [
        { key: 'a', name: 'A' },
        { key: 'b', name: 'B' },
      ],
    })
    const draft = draftOf(before)
    expect(isScopeChanged(before, { ...draft, title: 'Else', steps: ['b', 'a'] })).toBe(false)
    expect(isScopeChanged(before, { ...draft, steps: ['b'] })).toBe(true)
    expect(isScopeChanged(before, { ...draft, appliesWhen: 'order.isNewCustomer' })).toBe(true)
  })

  test('is told by what is another than in the version before, and by nothing else', () => {
    expect(differences(asked(), asked({ version: 2, duration: 'P9D' }))).toEqual([
      { what: 'How long', before: '7 working days', after: '9 working days' },
    ])
  })
})

test('a version that is published and has not begun comes after the one in force', () => {
  const current = asked({ effectiveTo: '2026-12-01T00:00:00Z' }) as Counted
  const coming = asked({ id: 'r2', version: 2, effectiveFrom: '2026-12-01T00:00:00Z' }) as Counted
  const listed = {
    requirements: { totalCount: 1, edges: [{ node: current }] },
    last: { edges: [{ node: { ...coming, supersedes: current } }] },
  }
  const [series] = seriesOf(listed, Date.parse('2026-11-22T00:00:00Z'))
  expect(series?.current?.version).toBe(1)
  expect(series?.coming.map((one) => one.version)).toEqual([2])
  expect(series && newest(series)?.version).toBe(2)
})
