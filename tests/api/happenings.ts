import { expect } from 'vitest'
import { referenceEvent } from '../../server/domain/event.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { act, type Company, place } from './company.ts'
import type { Values } from './random-query.ts'

const id = (type: string, key: string) => `"${Buffer.from(`${type}:${key}`).toString('base64')}"`
/** To ask about what happened by, and about what did not. */
export const HAPPENED: Values = {
  number: ['"E-1"', '"E-2"', '"E-9"', '"\\u0000"'],
  key: ['"sale"', '"production"', '"acme"', '"rita"', '"nothing"'],
  id: [id('Order', '1'), id('OrderStep', '1:0'), id('Person', '1'), id('Event', '1'), '"x"'],
  first: ['1', '3', '100', '0'],
  last: ['2', '101'],
  Int: ['2026', '-1'],
  DateTime: ['"2026-11-22T09:00:00Z"', '"yesterday"'],
  Date: ['"2026-12-24"'],
  String: ['"E"', '"nothing"'],
}

/** Everything that can happen, at least once. */
export async function happen(baton: Company): Promise<void> {
  const form = '{ department: "accounting", key: "form", kind: NOTICE, title: "Send the form", duration: "P7D" }'
  await baton.tell('anna', `mutation { publishRequirement(input: ${form}) { requirement { id } } }`)
  await place(baton, 'rita', 'E-1', { promisedDate: '2026-12-15' })
  await place(baton, 'ron', 'E-2', { customer: 'zeta' })
  await place(baton, 'rita', 'E-3', { workflow: 'service' })
  await act(baton, 'petra', 'assignStep', 'E-1', 'make', ', holder: "paul"')
  await act(baton, 'paul', 'blockStep', 'E-1', 'make', ', reason: "no steel"')
  await act(baton, 'paul', 'unblockStep', 'E-1', 'make')
  await report(baton)
  await act(baton, 'anna', 'completeStep', 'E-1', 'check')
  await act(baton, 'wendy', 'returnStep', 'E-1', 'pick', ', reason: "scratched"')
  await baton.tell('rita', PROMISE)
  await settle(baton)
  for (const step of ['check', 'make', 'pick', 'ship', 'bill']) await act(baton, 'ada', 'completeStep', 'E-1', step)
  await baton.tell(
    'ron',
    'mutation { cancelOrder(input: { order: "E-2", reason: "changed their mind" }) { order { id } } }',
  )
  await baton.tell('rita', 'mutation { createCustomer(input: { key: "new", name: "New" }) { customer { key } } }')
  const of = '{ department: "accounting", key: "form"'
  await baton.tell('rita', `mutation { acknowledgeRequirement(input: ${of}, version: 1 }) { requirement { id } } }`)
  await baton.tell('anna', `mutation { retireRequirement(input: ${of} }) { requirement { id } } }`)
  const { database, clock } = baton.baton
  const imported = referenceEvent({ type: 'ORDERS_IMPORTED', at: clock(), payload: { orderCount: 3 } }, null, clock())
  await database.transaction((tx) => insertEvents(tx, [imported]))
}

const PROMISE =
  'mutation { changePromise(input: { order: "E-1", promisedDate: "2026-12-16" }) { order { promisedDate } } }'

/** Hands in what is owed, takes it back and waives it. */
async function settle(baton: Company): Promise<void> {
  const { order } = await baton.tell('rita', '{ order(number: "E-1") { requirements { id requirement { key } } } }')
  const { id } = order.requirements.find((one: { requirement: { key: string } }) => one.requirement.key === 'form')
  const payload = '{ orderRequirement { satisfiedAt waivedAt answer version } order { version } }'
  const done = await baton.tell(
    'rita',
    `mutation ($id: ID!) {
      a: satisfyRequirement(input: { orderRequirement: $id, answer: "sent" }) ${payload}
      b: unsatisfyRequirement(input: { orderRequirement: $id, reason: "wrong one" }) ${payload}
    }`,
    { id },
  )
  expect(done.a.orderRequirement).toMatchObject({ answer: 'sent', version: 2 })
  expect(done.b.orderRequirement).toMatchObject({ satisfiedAt: null, version: 3 })
  const waive = `mutation ($id: ID!) { waiveRequirement(input: { orderRequirement: $id, reason: "known" }) ${payload} }`
  expect((await baton.tell('anna', waive, { id })).waiveRequirement.orderRequirement.waivedAt).not.toBeNull()
}

/** The ERP tells that production is done: once, once more, and something that cannot be. */
async function report(baton: Company): Promise<void> {
  const change = {
    sourceId: '1',
    order: 'E-1',
    step: 'make',
    state: 'DONE',
    at: '2026-11-22T09:00:00Z',
    holder: 'paul',
  }
  const changes = [change, change, { ...change, sourceId: '2', step: 'nothing' }]
  const asked = `mutation ($changes: [StepChangeInput!]!) { recordStepChanges(input: { source: "erp", changes: $changes }) {
    applied duplicates refused { sourceId code message } } }`
  expect((await baton.tell('erp', asked, { changes })).recordStepChanges).toEqual({
    applied: 1,
    duplicates: 1,
    refused: [{ sourceId: '2', code: 'NOT_FOUND', message: expect.stringContaining('step') }],
  })
}
