import { beforeAll, describe, expect, test } from 'vitest'
import { globalId } from '../../server/domain/global-id.ts'
import { eachDatabase } from '../support/database.ts'
import { type Bad, does, refuses, send, written } from './bad-input.ts'
import { type Asking, act, type Company, companies, place } from './company.ts'

/** Something done to a step of B-1: its `check` is DONE, its `make` is READY, the others are WAITING. */
const step = (who: Asking, mutation: string, key: string, rest: object = {}) =>
  does(who, mutation, { order: 'B-1', step: key, ...rest })

const NAMES: Bad[] = [
  ['startStep', {}],
  ['completeStep', {}],
  ['blockStep', { reason: 'no steel' }],
  ['unblockStep', {}],
  ['skipStep', { reason: 'not needed' }],
  ['assignStep', {}],
  ['returnStep', { reason: 'scratched' }],
].flatMap(([mutation, rest]): Bad[] => {
  const on = (order: string, key: string) => does('ada', mutation as string, { order, step: key, ...(rest as object) })
  return [
    [
      `${mutation} in an order of no one`,
      'NOT_FOUND input.order',
      /nothing here/,
      on('B-99', 'make'),
      { value: 'B-99' },
    ],
    [`${mutation} on a step of no one`, 'NOT_FOUND input.step', /nothing here/, on('B-1', 'toString')],
    [`${mutation} on a step of another workflow`, 'NOT_FOUND input.step', /nothing here/, on('B-1', 'visit')],
    [`${mutation} in a cancelled order`, 'CONFLICT input.order', /B-3 is cancelled/, on('B-3', 'make')],
  ]
})

const VERSIONS: Bad[] = [
  ['startStep', 1],
  ['completeStep', 99],
  ['assignStep', 0],
  ['skipStep', -1],
].map(([mutation, expectedVersion]): Bad => {
  const rest = mutation === 'skipStep' ? { reason: 'not needed' } : {}
  const asked = step('ada', mutation as string, 'make', { expectedVersion, ...rest })
  const message = new RegExp(`step make is at version 3, not ${expectedVersion}`)
  return [
    `${mutation} of version ${expectedVersion}`,
    'CONFLICT input.expectedVersion',
    message,
    asked,
    { currentVersion: 3 },
  ]
})

const reason = { reason: 'so' }
const STATES: Bad[] = [
  ['completing a step that is DONE', /check is DONE and cannot be completed/, step('anna', 'completeStep', 'check')],
  ['starting a step that is DONE', /check is DONE and cannot be started/, step('anna', 'startStep', 'check')],
  ['starting a step that waits', /pick is WAITING and cannot be started/, step('wendy', 'startStep', 'pick')],
  ['completing a step that waits', /pick is WAITING and cannot be completed/, step('wendy', 'completeStep', 'pick')],
  [
    'holding a step that waits',
    /pick is WAITING and cannot be put on hold/,
    step('wendy', 'blockStep', 'pick', reason),
  ],
  ['releasing a step that is not held', /make is READY and cannot be released/, step('paul', 'unblockStep', 'make')],
  ['skipping a step that is DONE', /check is DONE and cannot be skipped/, step('anna', 'skipStep', 'check', reason)],
  ['assigning a step that is DONE', /check is DONE and cannot be assigned/, step('anna', 'assignStep', 'check')],
  [
    'returning a step that waits',
    /pick is WAITING and cannot be returned/,
    step('wendy', 'returnStep', 'pick', reason),
  ],
].map(([what, message, asked]) => [what, 'CONFLICT input.step', message, asked] as Bad)

const TEXTS: Bad[] = ['blockStep', 'skipStep', 'returnStep'].flatMap((mutation): Bad[] => [
  ...['', '  ', '\u200b\u00a0\n'].map((blank): Bad => {
    const what = `${mutation} for the reason ${JSON.stringify(blank)}`
    return [what, 'BAD_USER_INPUT input.reason', /is blank/, step('paul', mutation, 'make', { reason: blank })]
  }),
  [
    `${mutation} for a reason of 2,001 characters`,
    'BAD_USER_INPUT input.reason',
    /longer than 2000 characters \(2001\)/,
    step('paul', mutation, 'make', { reason: 'x'.repeat(2_001) }),
    { limit: 2_000 },
  ],
])

const HOLDERS: Bad[] = [
  ['who is nobody', 'NOT_FOUND input.holder', /nothing here/, step('paul', 'assignStep', 'make', { holder: 'nobody' })],
  [
    'of another department',
    'BAD_USER_INPUT input.holder',
    /is not a member of production/,
    step('paul', 'assignStep', 'make', { holder: 'anna' }),
    { value: 'anna', limit: 'production' },
  ],
  [
    'of no department',
    'BAD_USER_INPUT input.holder',
    /is not a member of production/,
    step('ada', 'assignStep', 'make', { holder: 'rita' }),
  ],
]

const RETURNS: Bad[] = [
  [
    'a first step',
    'BAD_USER_INPUT input.step',
    /make has no step before it/,
    step('paul', 'returnStep', 'make', reason),
  ],
  ...[['ship'], ['pick'], ['check', 'bill'], ['nothing']].map((to): Bad => {
    const asked = does('wendy', 'returnStep', { order: 'B-4', step: 'pick', ...reason, to })
    return [`to ${to}, no ancestor`, 'BAD_USER_INPUT input.to', /does not come before pick/, asked]
  }),
]

const change = { sourceId: '1', order: 'B-1', step: 'make', state: 'DONE', at: '2026-11-22T09:00:00Z' }
const report = (changes: readonly object[], source = 'erp') => does('erp', 'recordStepChanges', { source, changes })
const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ ...change, sourceId: `${n}` }))
const REPORTS: Bad[] = [
  ['of nothing', 'BAD_USER_INPUT input.changes', /is empty/, report([])],
  ['of 251 changes', 'LIMIT_EXCEEDED input.changes', /251/, report(numbered(251)), { limit: 250, actual: 251 }],
  ['from a blank source', 'BAD_USER_INPUT input.source', /is blank/, report([change], ' ')],
  [
    'from a source of 201 characters',
    'BAD_USER_INPUT input.source',
    /longer than 200/,
    report([change], 'x'.repeat(201)),
  ],
  [
    'with NUL in one change',
    'BAD_USER_INPUT input.changes.1.reason',
    /NUL/,
    report([change, { ...change, sourceId: '2', reason: 'a\0' }]),
  ],
  ['in a state of no one', 'BAD_USER_INPUT input.changes[0].state', /"GONE"/, report([{ ...change, state: 'GONE' }])],
]

/** Each of these changes is refused by itself, in the answer. */
const REFUSED: [what: string, code: string, message: RegExp, change: object][] = [
  ['in the state WAITING', 'BAD_USER_INPUT', /^state: cannot be reported/, { state: 'WAITING' }],
  ['in the state CANCELLED', 'BAD_USER_INPUT', /^state: cannot be reported/, { state: 'CANCELLED' }],
  ['on a step that waits', 'CONFLICT', /^step: pick is WAITING/, { step: 'pick' }],
  ['on a step of no one', 'NOT_FOUND', /^step: nothing here/, { step: 'nothing' }],
  ['in an order of no one', 'NOT_FOUND', /^order: nothing here/, { order: 'B-99' }],
  ['in a cancelled order', 'CONFLICT', /^order: B-3 is cancelled/, { order: 'B-3' }],
  ['by a holder of no one', 'NOT_FOUND', /^holder: nothing here/, { holder: 'nobody' }],
  ['that has not come yet', 'BAD_USER_INPUT', /^at: has not come yet/, { at: '2026-11-22T09:01:00.001Z' }],
  ['before the placing', 'BAD_USER_INPUT', /^at: .* before the order was placed/, { at: '2026-11-21T09:00:00Z' }],
  ['that holds it for no reason', 'BAD_USER_INPUT', /^reason: is needed/, { state: 'BLOCKED' }],
  ['that holds it for a blank reason', 'BAD_USER_INPUT', /^reason: is blank/, { state: 'BLOCKED', reason: ' ' }],
  ['under a blank name', 'BAD_USER_INPUT', /^sourceId: is blank/, { sourceId: ' ' }],
]

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  const holds: string[] = []
  beforeAll(async () => {
    baton = await company(await open())
    for (const number of ['B-1', 'B-2', 'B-3', 'B-4']) await place(baton, 'rita', number)
    await act(baton, 'anna', 'completeStep', 'B-1', 'check')
    await act(baton, 'paul', 'blockStep', 'B-1', 'make', ', reason: "no steel"')
    holds.push((await act(baton, 'paul', 'unblockStep', 'B-1', 'make')).step.holds[0].id)
    for (const why of ['no steel', 'no light'])
      holds.push((await act(baton, 'paul', 'blockStep', 'B-2', 'make', `, reason: "${why}"`)).step.holds[0].id)
    await baton.tell('rita', 'mutation { cancelOrder(input: { order: "B-3", reason: "gone" }) { order { id } } }')
    for (const key of ['check', 'make']) await act(baton, 'ada', 'completeStep', 'B-4', key)
  })
  const given = () => baton

  describe('what a step is named by:', () => refuses(given, NAMES))
  describe('an expected version:', () => refuses(given, VERSIONS))
  describe('a step that stands otherwise:', () => refuses(given, STATES))
  describe('a reason:', () => refuses(given, TEXTS))
  describe('a holder', () => refuses(given, HOLDERS))
  describe('handing back', () => refuses(given, RETURNS))

  describe('releasing a hold', () => {
    const release = (key: string, hold: () => string) => () => ({ order: 'B-2', step: key, hold: hold() })
    const there = 'input.hold'
    const of = (key: string, hold: () => string) => does('ada', 'unblockStep', release(key, hold))
    refuses(given, [
      ['by a garbage id', `BAD_USER_INPUT ${there}`, /is no id that Baton gave out/, of('make', () => 'x')],
      ['by its number', `BAD_USER_INPUT ${there}`, /is no id that Baton gave out/, of('make', () => '1')],
      [
        'by the id of a step',
        `BAD_USER_INPUT ${there}`,
        /the id of a OrderStep, not of a Hold/,
        of('make', () => globalId('OrderStep', 2, 1)),
      ],
      [
        'that is not there',
        `BAD_USER_INPUT ${there}`,
        /is not open on this step/,
        of('make', () => globalId('Hold', 2, 1, 9)),
      ],
      ['of another step', `NOT_FOUND ${there}`, /nothing here/, of('check', () => holds[1]!)],
      ['of another order', `NOT_FOUND ${there}`, /nothing here/, of('make', () => holds[0]!)],
    ])
  })

  describe('a report', () => {
    refuses(given, REPORTS)

    test.each(REFUSED)('of a change %s is refused by itself and writes nothing', async (_, code, message, rest) => {
      const before = await written(baton.baton.database)
      const asked = `mutation ($changes: [StepChangeInput!]!) {
        recordStepChanges(input: { source: "erp", changes: $changes }) { applied duplicates refused { sourceId code message } } }`
      const told = { ...change, ...rest }
      const { recordStepChanges } = await baton.tell('erp', asked, { changes: [told] })
      const refused = [{ sourceId: told.sourceId, code, message: expect.stringMatching(message) }]
      expect(recordStepChanges).toEqual({ applied: 0, duplicates: 0, refused })
      expect(await written(baton.baton.database)).toEqual(before)
    })

    test('with one bad change applies the others', async () => {
      const changes = [
        { ...change, state: 'WAITING' },
        { ...change, sourceId: '2' },
      ]
      const { data, errors } = await send(baton, {
        ...report(changes),
        query: `mutation ($input: RecordStepChangesInput!) {
          recordStepChanges(input: $input) { applied refused { sourceId } } }`,
      })
      expect(errors).toBeUndefined()
      expect(data.recordStepChanges).toEqual({ applied: 1, refused: [{ sourceId: '1' }] })
    })
  })
})
