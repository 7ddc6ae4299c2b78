import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMine, seesEvent } from '../../server/domain/audience.ts'
import type { Person } from '../../server/domain/directory.ts'
import * as rules from '../../server/domain/visibility.ts'
import { SCOPES, type Scope } from '../../server/domain/vocabulary.ts'
import { refused } from './refused.ts'

function personOf(rest: Partial<Person> = {}): Person {
  const other = { email: null, phone: null, title: null, departmentId: null, isRep: false, isAdmin: false }
  return { id: 1, key: 'ann', name: 'Ann', ...other, ...rest }
}
const viewerOf = (rest: Partial<Person>) => rules.personViewer(personOf(rest), 'session:1')
const tokenOf = (...scopes: Scope[]) => rules.tokenViewer({ id: 9, scopes })

const rep = viewerOf({ id: 6, isRep: true })
const otherRep = viewerOf({ id: 7, isRep: true })
const maker = viewerOf({ id: 8, departmentId: 2 })
const stranger = viewerOf({ id: 9, departmentId: 3 })
const admin = viewerOf({ id: 10, isAdmin: true })
const everyone = {
  rep,
  otherRep,
  maker,
  stranger,
  admin,
  nobody: rules.anonymous,
  adminToken: rules.adminViewer,
  reader: tokenOf('ORDERS_READ'),
  writer: tokenOf('ORDERS_WRITE'),
  asker: tokenOf('REQUIREMENTS_READ'),
  publisher: tokenOf('REQUIREMENTS_WRITE'),
  adminByToken: tokenOf('ADMIN'),
}
type Name = keyof typeof everyone

/** The names of those for whom the rule holds (or does not refuse). */
function those(rule: (viewer: rules.Viewer) => unknown): Name[] {
  return (Object.keys(everyone) as Name[]).filter((name) => {
    try {
      return rule(everyone[name]) !== false
    } catch {
      return false
    }
  })
}

describe('who may', () => {
  const order = { repId: 6, departments: new Set([1, 2]) }
  const table: readonly (readonly [string, (viewer: rules.Viewer) => unknown, Name[]])[] = [
    [
      'see an order',
      (viewer) => rules.seesOrder(viewer, order),
      ['rep', 'maker', 'admin', 'adminToken', 'reader', 'adminByToken'],
    ],
    [
      'see an order of nobody',
      (viewer) => rules.seesOrder(viewer, { repId: null, departments: new Set() }),
      ['admin', 'adminToken', 'reader', 'adminByToken'],
    ],
    [
      'see what everybody sees',
      rules.seesReference,
      (Object.keys(everyone) as Name[]).filter((name) => name !== 'nobody'),
    ],
    [
      'see requirements',
      rules.seesRequirements,
      ['rep', 'otherRep', 'maker', 'stranger', 'admin', 'adminToken', 'asker', 'adminByToken'],
    ],
    [
      'work on a step of department 2',
      (viewer) => rules.requireStepWorker(viewer, 2),
      ['maker', 'admin', 'adminToken', 'writer', 'adminByToken'],
    ],
    [
      'change an order',
      (viewer) => rules.requireOrderOwner(viewer, 6),
      ['rep', 'admin', 'adminToken', 'writer', 'adminByToken'],
    ],
    [
      'change an order of nobody',
      (viewer) => rules.requireOrderOwner(viewer, null),
      ['admin', 'adminToken', 'writer', 'adminByToken'],
    ],
    ['place orders', rules.requireSeller, ['rep', 'otherRep', 'admin', 'adminToken', 'writer', 'adminByToken']],
    [
      'publish requirements of department 2',
      (viewer) => rules.requireRequirementOwner(viewer, 2),
      ['maker', 'admin', 'adminToken', 'publisher', 'adminByToken'],
    ],
    [
      'hand in what the rep owes department 3',
      (viewer) => rules.requireDebtor(viewer, null, 6, 3),
      ['rep', 'stranger', 'admin', 'adminToken', 'writer', 'adminByToken'],
    ],
    [
      'hand in what department 2 owes department 3',
      (viewer) => rules.requireDebtor(viewer, 2, 6, 3),
      ['maker', 'stranger', 'admin', 'adminToken', 'writer', 'adminByToken'],
    ],
    ['do what admins do', rules.requireAdmin, ['admin', 'adminToken', 'adminByToken']],
    [
      'do what only a person does',
      (viewer) => rules.requirePerson(viewer).id > 0,
      ['rep', 'otherRep', 'maker', 'stranger', 'admin'],
    ],
    [
      'get the event of an order',
      (viewer) => seesEvent(viewer, { id: 1, number: 'S-1', customerId: null, ...order }),
      ['rep', 'maker', 'admin', 'adminToken', 'reader', 'adminByToken'],
    ],
    [
      'call an order theirs',
      (viewer) => isMine(viewer, { id: 1, number: 'S-1', customerId: null, ...order }),
      ['rep', 'maker'],
    ],
  ]
  test.each(table)('%s', (_, rule, names) => {
    expect(those(rule)).toEqual(names)
  })
})

describe('a refusal', () => {
  test('says UNAUTHENTICATED to who is not signed in, and not to a token without scopes', () => {
    expect(refused(() => rules.requireKnown(rules.anonymous)).code).toBe('UNAUTHENTICATED')
    expect(() => rules.requireKnown(tokenOf())).not.toThrow()
    expect(() => rules.requireKnown(viewerOf({}))).not.toThrow()
  })

  test('says of what may not be seen the same as of what does not exist', () => {
    expect(refused(() => rules.requireSeen(false, 'order', 'S-1'))).toMatchObject({
      code: 'NOT_FOUND',
      field: 'order',
      value: 'S-1',
    })
    expect(() => rules.requireSeen(true, 'order', 'S-1')).not.toThrow()
  })

  test('of what may be seen but not done is FORBIDDEN', () => {
    for (const call of [
      () => rules.requireStepWorker(rep, 2),
      () => rules.requireAdmin(maker),
      () => rules.requireSeller(maker),
      () => rules.requirePerson(tokenOf('ADMIN')),
    ])
      expect(refused(call).code).toBe('FORBIDDEN')
  })
})

test('the orders that a query finds are those that are seen one by one', () => {
  const id = fc.option(fc.integer({ min: 1, max: 3 }))
  const person = fc
    .record({ id: fc.integer({ min: 1, max: 3 }), departmentId: id, isRep: fc.boolean(), isAdmin: fc.boolean() })
    .map((rest) => viewerOf(rest))
  const token = fc.subarray([...SCOPES]).map((scopes) => tokenOf(...scopes))
  const viewer = fc.oneof(person, token, fc.constantFrom(rules.anonymous, rules.adminViewer))
  const workflows = fc
    .array(fc.subarray([1, 2, 3]), { minLength: 1, maxLength: 4 })
    .map((lists) =>
      lists.map((departments, id) => ({ id, steps: departments.map((departmentId) => ({ departmentId })) })),
    )
  fc.assert(
    fc.property(viewer, workflows, id, fc.nat(), (asker, versions, repId, pick) => {
      const version = versions[pick % versions.length]!
      const found = rules.visibleOrders(asker, versions)
      const isFound = found.all || (repId !== null && found.repId === repId) || found.workflowIds.includes(version.id)
      const departments = new Set(version.steps.map((step) => step.departmentId))
      expect(isFound).toBe(rules.seesOrder(asker, { repId, departments }))
    }),
  )
})

test('a queue is seen as a whole where every order that may be in it is, whoever its rep is, and only there', () => {
  const departments = fc.subarray([1, 2, 3])
  const versions = fc.array(departments, { maxLength: 4 })
  const own = fc.option(fc.integer({ min: 1, max: 3 }))
  fc.assert(
    fc.property(own, versions, fc.integer({ min: 1, max: 3 }), (departmentId, lists, queue) => {
      const workflows = lists.map((list, id) => ({ id, steps: list.map((one) => ({ departmentId: one })) }))
      const viewer = viewerOf({ id: 1, departmentId, isRep: true, isAdmin: false })
      const visible = rules.visibleOrders(viewer, workflows)
      const here = lists.filter((list) => list.includes(queue)).map((list) => new Set(list))
      const isWhole = here.every((all) => rules.seesOrder(viewer, { repId: 2, departments: all }))
      expect(rules.visibleWithStepOf(queue, visible, workflows)).toEqual(isWhole ? { all: true } : visible)
    }),
  )
})
