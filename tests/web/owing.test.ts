import { describe, expect, test } from 'vitest'
import { deedsFor, inTurn, standingOf } from '../../web/src/order/owing.ts'

const ORDER = { rep: { key: 'maya', name: 'Maya', email: null, phone: null, title: null } }
const owed = (more: object = {}) => ({
  id: 'one',
  requirement: { kind: 'NOTICE' as const, department: { key: 'accounting', name: 'Accounting' } },
  owedBy: null as { key: string; name: string } | null,
  satisfiedAt: null as string | null,
  waivedAt: null as string | null,
  dueAt: null as string | null,
  ...more,
})
const viewer = (key: string | null, department: string | null, ...roles: ('REP' | 'ADMIN' | 'DEPARTMENT')[]) => ({
  roles,
  person:
    key === null
      ? null
      : { id: key, key, name: key, title: null, department: department ? { key: department, name: department } : null },
})
const maya = viewer('maya', 'sales', 'REP')
const DAY = (day: string) => `2026-12-${day}T09:00:00Z`
const MET = { satisfiedAt: '2026-11-20T09:00:00Z' }
const PURCHASING = { owedBy: { key: 'purchasing', name: 'Purchasing' } }
const LEAD_TIME = { requirement: { ...owed().requirement, kind: 'LEAD_TIME' as const } }

describe('what may be done about a requirement', () => {
  test.each([
    ['the rep hands in what the rep owes', maya, owed(), ['satisfy']],
    ['another rep nothing', viewer('ron', 'sales', 'REP'), owed(), []],
    ['the rep nothing of what a department owes', maya, owed(PURCHASING), []],
    [
      'a member of the owing department hands it in',
      viewer('pia', 'purchasing', 'DEPARTMENT'),
      owed(PURCHASING),
      ['satisfy'],
    ],
    ['the asking department also waives it', viewer('fay', 'accounting', 'DEPARTMENT'), owed(), ['satisfy', 'waive']],
    ['an admin all', viewer(null, null, 'ADMIN'), owed(), ['satisfy', 'waive']],
    ['what is met is taken back', maya, owed(MET), ['takeBack']],
    ['what is to be known is not handed in', viewer(null, null, 'ADMIN'), owed(LEAD_TIME), []],
  ])('%s', (_, who, one, deeds) => {
    expect(deedsFor(who, one, ORDER)).toEqual(deeds)
  })

  test('of the same turn the soonest due comes first, what is never due last', () => {
    const list = [owed({ id: 'never' }), owed({ id: 'late', dueAt: DAY('09') }), owed({ id: 'soon', dueAt: DAY('01') })]
    expect(inTurn(maya, list, ORDER).map(({ id }) => id)).toEqual(['soon', 'late', 'never'])
  })

  test("the viewer's own debts come first, then those of others, what is settled, what is to be known", () => {
    const list = [
      owed({ id: 'told', ...LEAD_TIME }),
      owed({ id: 'met', ...MET }),
      owed({ id: 'other', ...PURCHASING }),
      owed({ id: 'own' }),
    ]
    expect(inTurn(maya, list, ORDER).map(({ id }) => id)).toEqual(['own', 'other', 'met', 'told'])
    expect(list.map(standingOf)).toEqual(['told', 'met', 'open', 'open'])
  })
})
