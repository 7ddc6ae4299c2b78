import { beforeAll, describe, expect, test } from 'vitest'
import { globalId } from '../../server/domain/global-id.ts'
import { eachDatabase } from '../support/database.ts'
import { type Bad, does, refuses, send } from './bad-input.ts'
import { act, type Company, companies, place } from './company.ts'

const line = { sku: 'gear', quantity: '1' }
const sale = { number: 'B-9', customer: 'acme', workflow: 'sale', lines: [line] }
const placing = (input: object, who: 'rita' | 'erp' | 'ada' = 'rita') => does(who, 'placeOrder', { ...sale, ...input })

const QUANTITIES: [quantity: unknown, message: RegExp][] = [
  ['0', /is not above 0/],
  ['0.000000', /is not above 0/],
  ['-1', /is not above 0/],
  ['-0', /is not above 0/],
  ['1000000000.000001', /is above 1000000000/],
  ['1000000001', /is above 1000000000/],
  ['999999999999999999999999999999', /is above 1000000000/],
  ['0.1234567', /more than 6 decimals/],
  ['1e400', /not a decimal number/],
  ['1e3', /not a decimal number/],
  ['NaN', /not a decimal number/],
  ['Infinity', /not a decimal number/],
  ['0x10', /not a decimal number/],
  ['1,5', /not a decimal number/],
  [' 1', /not a decimal number/],
  ['', /not a decimal number/],
  ['9'.repeat(1_000), /not a decimal number/],
  [2.5, /give a Decimal as a string/],
  [0, /give a Decimal as a string/],
  [true, /give a Decimal as a string/],
  [{ value: '1' }, /give a Decimal as a string/],
]
const field = 'input.lines.1.quantity'
const LINES: Bad[] = [
  ...QUANTITIES.map(([quantity, message]): Bad => {
    const what = `a quantity of ${JSON.stringify(quantity).slice(0, 40)}`
    return [what, `BAD_USER_INPUT ${field}`, message, placing({ lines: [line, { ...line, quantity }] })]
  }),
  [
    'a quantity of 1e400 in the document',
    'BAD_USER_INPUT input.lines.0.quantity',
    /give a Decimal as a string/,
    {
      who: 'rita',
      query: `mutation { placeOrder(input: { customer: "acme", lines: [{ sku: "gear", quantity: 1e400 }] }) { __typename } }`,
      variables: {},
    },
  ],
  ['no line', 'BAD_USER_INPUT input.lines', /is empty/, placing({ lines: [] })],
  [
    '251 lines',
    'LIMIT_EXCEEDED input.lines',
    /251/,
    placing({ lines: Array(251).fill(line) }),
    { limit: 250, actual: 251 },
  ],
  [
    'a product of no one',
    'NOT_FOUND input.lines.1.sku',
    /nothing here/,
    placing({ lines: [line, { ...line, sku: 'gears' }] }),
    { value: 'gears' },
  ],
]

const HEADER: Bad[] = [
  [
    'a customer of no one',
    'NOT_FOUND input.customer',
    /nothing here/,
    placing({ customer: 'acne' }),
    { value: 'acne' },
  ],
  ['a rep of no one', 'NOT_FOUND input.rep', /nothing here/, placing({ rep: 'nobody' }, 'erp')],
  ['a workflow of no one', 'NOT_FOUND input.workflow', /nothing here/, placing({ workflow: '__proto__' })],
  ['an order taken', 'CONFLICT input.number', /by that name already/, placing({ number: 'B-1' })],
  [
    'an external id taken',
    'CONFLICT input.externalId',
    /by that name already/,
    placing({ externalId: { source: 'erp', id: '77' } }),
  ],
  [
    'a blank external id',
    'BAD_USER_INPUT input.externalId.id',
    /is blank/,
    placing({ externalId: { source: 'erp', id: '\t' } }),
  ],
  ['a blank number', 'BAD_USER_INPUT input.number', /is blank/, placing({ number: '\u200b ' })],
  ['a number with space around it', 'BAD_USER_INPUT input.number', /white space/, placing({ number: ' B-9' })],
  ['a number of two lines', 'BAD_USER_INPUT input.number', /cannot be seen/, placing({ number: 'B\n9' })],
  [
    'a number of 121 characters',
    'BAD_USER_INPUT input.number',
    /longer than 120/,
    placing({ number: 'B'.repeat(121) }),
    { limit: 120 },
  ],
  ['a blank channel', 'BAD_USER_INPUT input.channel', /is blank/, placing({ channel: '' })],
  [
    'a blank circumstance',
    'BAD_USER_INPUT input.circumstances.1',
    /is blank/,
    placing({ circumstances: ['rush', ' '] }),
  ],
  [
    '51 circumstances',
    'LIMIT_EXCEEDED input.circumstances',
    /51, at most 50/,
    placing({ circumstances: Array(51).fill('rush') }),
    { limit: 50, actual: 51 },
  ],
  [
    'placed in the future',
    'BAD_USER_INPUT input.placedAt',
    /has not come yet/,
    placing({ placedAt: '2026-11-22T09:00:00.001Z' }),
    { value: '2026-11-22T09:00:00.001Z', limit: '2026-11-22T09:00:00Z' },
  ],
  ...['Mars/Olympus', '+02:00', 'UTC+2', '', '../etc/passwd', 'Europe/Berlin '].map((timeZone): Bad => {
    const message = /is not an IANA time zone/
    return [`the time zone "${timeZone}"`, 'BAD_USER_INPUT input.timeZone', message, placing({ timeZone })]
  }),
  [
    'no workflow while the condition of one cannot be told for it',
    'BAD_USER_INPUT appliesWhen',
    /workflow six version 1: order\.lines\[5\].*; order\.lines is \[\{"sku":"gear"/,
    placing({ workflow: null }),
  ],
]

const CUSTOMERS: Bad[] = [
  [
    'a key that is taken',
    'CONFLICT input.key',
    /by that name already/,
    does('rita', 'createCustomer', { key: 'acme', name: 'Acme again' }),
  ],
  ['a blank key', 'BAD_USER_INPUT input.key', /is blank/, does('rita', 'createCustomer', { key: ' ', name: 'New' })],
  ['a blank name', 'BAD_USER_INPUT input.name', /is blank/, does('rita', 'createCustomer', { key: 'new', name: '\n' })],
  [
    'a name of 201 characters',
    'BAD_USER_INPUT input.name',
    /longer than 200 characters \(201\)/,
    does('rita', 'createCustomer', { key: 'new', name: '😀'.repeat(201) }),
  ],
  [
    'an account manager of no one',
    'NOT_FOUND input.accountManager',
    /nothing here/,
    does('rita', 'createCustomer', { key: 'new', name: 'New', accountManager: 'nobody' }),
  ],
]

/** For orders of six lines; of a smaller one it cannot be told. */
const six = {
  key: 'six',
  name: 'Six lines',
  appliesWhen: 'order.lines[5].sku == "gear"',
  steps: [{ key: 'make', name: 'Make', department: 'production' }],
}

const promise = (order: string, rest: object = {}) =>
  does('rita', 'changePromise', { order, promisedDate: '2026-12-16', ...rest })
const cancel = (order: string, rest: object = {}) => does('rita', 'cancelOrder', { order, reason: 'gone', ...rest })

const CHANGES: Bad[] = [
  ['a promise for an order of no one', 'NOT_FOUND input.order', /nothing here/, promise('B-99')],
  ['a promise for an order of another rep', 'NOT_FOUND input.order', /nothing here/, promise('B-2')],
  [
    'a promise for a version gone by',
    'CONFLICT input.expectedVersion',
    /is at version 2, not 1/,
    promise('B-1', { expectedVersion: 1 }),
    { currentVersion: 2 },
  ],
  [
    'a promise for a version that is none',
    'CONFLICT input.expectedVersion',
    /is at version 2, not -7/,
    promise('B-1', { expectedVersion: -7 }),
    { currentVersion: 2 },
  ],
  [
    'a promise for a cancelled order',
    'CONFLICT input.order',
    /B-3 is cancelled/,
    promise('B-3'),
    { currentVersion: 2 },
  ],
  ['a promise for a delivered order', 'CONFLICT input.order', /B-4 is delivered/, promise('B-4')],
  ['cancelling a cancelled order', 'CONFLICT input.order', /B-3 is cancelled/, cancel('B-3')],
  ['cancelling a delivered order', 'CONFLICT input.order', /B-4 is delivered/, cancel('B-4')],
  ['cancelling for no reason', 'BAD_USER_INPUT input.reason', /is blank/, cancel('B-1', { reason: ' \u3000' })],
  [
    'cancelling for a reason of 2,001 characters',
    'BAD_USER_INPUT input.reason',
    /longer than 2000/,
    cancel('B-1', { reason: 'x'.repeat(2_001) }),
  ],
  [
    'cancelling a version gone by',
    'CONFLICT input.expectedVersion',
    /is at version 2, not 9/,
    cancel('B-1', { expectedVersion: 9 }),
  ],
]

const KEYS: Bad[] = [
  [
    'a key that was used for another input',
    'IDEMPOTENCY_MISMATCH input.idempotencyKey',
    /was used for another input/,
    placing({ number: 'B-10', idempotencyKey: 'once' }),
    { value: 'once' },
  ],
  ['a blank key', 'BAD_USER_INPUT input.idempotencyKey', /is blank/, placing({ idempotencyKey: ' ' })],
  [
    'a key of 201 characters',
    'BAD_USER_INPUT input.idempotencyKey',
    /longer than 200/,
    placing({ idempotencyKey: 'k'.repeat(201) }),
  ],
  [
    'a key for what is refused',
    'NOT_FOUND input.customer',
    /nothing here/,
    placing({ customer: 'acne', idempotencyKey: 'fresh' }),
  ],
]

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await place(baton, 'rita', 'B-1', { externalId: { source: 'erp', id: '77' } })
    await act(baton, 'paul', 'startStep', 'B-1', 'make')
    await place(baton, 'ron', 'B-2')
    await place(baton, 'rita', 'B-3')
    await baton.tell('rita', 'mutation { cancelOrder(input: { order: "B-3", reason: "gone" }) { order { id } } }')
    await place(baton, 'rita', 'B-4', { workflow: 'service' })
    for (const step of ['visit', 'bill']) await act(baton, 'ada', 'completeStep', 'B-4', step)
    const asked = [placing({ number: 'B-5', idempotencyKey: 'once' }), does('ada', 'publishWorkflow', six)]
    for (const one of asked) expect((await send(baton, one)).errors).toBeUndefined()
  })
  const given = () => baton

  describe('placing an order with', () => {
    refuses(given, [...LINES, ...HEADER])
  })
  describe('creating a customer with', () => refuses(given, CUSTOMERS))
  describe('an order that is there:', () => refuses(given, CHANGES))
  describe('an idempotency key:', () => {
    refuses(given, KEYS)

    test('what was refused has not taken its key', async () => {
      const asked = placing({ number: 'B-11', idempotencyKey: 'again' })
      const { errors } = await send(baton, placing({ number: 'B-11', rep: 'nobody', idempotencyKey: 'again' }))
      expect(errors).toHaveLength(1)
      expect((await send(baton, asked)).errors).toBeUndefined()
      expect((await send(baton, asked)).data).toEqual({ placeOrder: { __typename: 'OrderPayload' } })
    })
  })

  describe('what is owed', () => {
    const waive = (id: string) => does('ada', 'waiveRequirement', { orderRequirement: id, reason: 'known' })
    const there = 'input.orderRequirement'
    refuses(given, [
      ['under a garbage id', `BAD_USER_INPUT ${there}`, /is no id that Baton gave out/, waive('x')],
      [
        'under the id of an order',
        `BAD_USER_INPUT ${there}`,
        /the id of a Order, not of a OrderRequirement/,
        waive(globalId('Order', 1)),
      ],
      ['under the id of nothing', `NOT_FOUND ${there}`, /nothing here/, waive(globalId('OrderRequirement', 99_999))],
      [
        'with an address that runs',
        'BAD_USER_INPUT input.evidenceUrl',
        /is not an http or https address/,
        does('ada', 'satisfyRequirement', {
          orderRequirement: globalId('OrderRequirement', 1),
          evidenceUrl: 'javascript:alert(1)',
        }),
      ],
    ])
  })
})
