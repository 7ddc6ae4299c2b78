import { beforeAll, describe, expect, test } from 'vitest'
import { globalId } from '../../server/domain/global-id.ts'
import { eachDatabase } from '../support/database.ts'
import { type Company, companies, place } from './company.ts'

const PUBLISH = `mutation ($input: PublishRequirementInput!) { publishRequirement(input: $input) {
  requirement { id version } } }`

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    const form = { department: 'accounting', key: 'form', kind: 'NOTICE', title: 'Send the form', duration: 'P7D' }
    await baton.tell('anna', PUBLISH, { input: { ...form, workflow: 'sale', steps: ['check'] } })
    await place(baton, 'rita', 'R-1', { promisedDate: '2026-12-20' })
    await place(baton, 'ron', 'R-2', { promisedDate: '2026-12-10', customer: 'zeta' })
    baton.time.now += 60_000
  })

  describe('who works here', () => {
    test('departments, by name, with their working hours', async () => {
      const { departments, department } = await baton.tell(
        'rita',
        `{ departments { key isExternal lead { key } }
          department(key: "production") { timeZone members { totalCount edges { node { key } } } steps { key }
            calendar { weekdays { weekday opens closes } closures { from to reason } } } }`,
      )
      expect(departments).toEqual([
        { key: 'accounting', isExternal: false, lead: { key: 'anna' } },
        { key: 'carrier', isExternal: true, lead: null },
        { key: 'production', isExternal: false, lead: { key: 'paul' } },
        { key: 'warehouse', isExternal: false, lead: null },
      ])
      expect(department.members).toEqual({
        totalCount: 2,
        edges: [{ node: { key: 'paul' } }, { node: { key: 'petra' } }],
      })
      expect(department.steps).toEqual([{ key: 'make' }])
      expect(department.calendar.weekdays[0]).toEqual({ weekday: 1, opens: '08:00', closes: '17:00' })
      expect(department.calendar.closures).toEqual([{ from: '2026-12-24', to: '2026-12-26', reason: 'Christmas' }])
    })

    test('people', async () => {
      const { person } = await baton.tell('rita', '{ person(key: "paul") { name department { key } email phone } }')
      expect(person).toEqual({ name: 'Paul Plant', department: { key: 'production' }, email: null, phone: null })
    })

    test('customers, found by name', async () => {
      const asked = `query ($search: String) { customers(search: $search) { totalCount edges { node { key isNew
        accountManager { key } orders { totalCount edges { node { number } } } } } } }`
      const found = async (search: string) => (await baton.tell('rita', asked, { search })).customers
      expect(await found('ACME')).toEqual({
        totalCount: 1,
        edges: [
          {
            node: {
              key: 'acme',
              isNew: false,
              accountManager: { key: 'rita' },
              orders: { totalCount: 1, edges: [{ node: { number: 'R-1' } }] },
            },
          },
        ],
      })
      expect((await found('zeta')).edges[0].node.orders.totalCount).toBe(0)
      expect((await found('nova')).edges[0].node.isNew).toBe(true)
      expect((await found('%')).totalCount).toBe(1)
    })

    test('products', async () => {
      const { products, product } = await baton.tell(
        'rita',
        '{ products(search: "o") { edges { node { sku } } } product(sku: "gear") { name category } }',
      )
      expect(products.edges).toEqual([{ node: { sku: 'bolt' } }])
      expect(product).toEqual({ name: 'Gear', category: 'parts' })
    })

    test.each(['department(key: "x")', 'person(key: "x")', 'customer(key: "x")', 'product(sku: "x")'])(
      '%s is not there',
      async (field) => {
        expect(await baton.ask('rita', `{ it: ${field} { id } }`)).toEqual({ data: { it: null } })
      },
    )
  })

  describe('how things work', () => {
    test('workflows in their newest versions, older ones by number', async () => {
      const again = `mutation { publishWorkflow(input: { key: "aside", name: "First", steps: [
        { key: "one", name: "One", department: "carrier" }] }) { workflow { version } } }`
      await baton.tell('ada', again)
      await baton.tell('ada', again.replace('First', 'Second'))
      const { workflows, old, none } = await baton.tell(
        'rita',
        `{ workflows { key version name isDiscovered stepCount departments { key } }
          old: workflow(key: "aside", version: 1) { name } none: workflow(key: "aside", version: 3) { name } }`,
      )
      expect(workflows.map(({ key, version }: { key: string; version: number }) => [key, version])).toEqual([
        ['aside', 2],
        ['sale', 1],
        ['service', 1],
      ])
      expect(workflows[1]).toMatchObject({
        stepCount: 5,
        isDiscovered: false,
        departments: [{ key: 'accounting' }, { key: 'production' }, { key: 'warehouse' }, { key: 'carrier' }],
      })
      expect([old, none]).toEqual([{ name: 'First' }, null])
    })

    test('what is asked of the others about a step', async () => {
      const { workflow } = await baton.tell(
        'rita',
        '{ workflow(key: "sale") { steps { key dependsOn { key } delivers requirements { key steps { key } } } } }',
      )
      expect(workflow.steps.slice(0, 3)).toEqual([
        { key: 'check', dependsOn: [], delivers: false, requirements: [{ key: 'form', steps: [{ key: 'check' }] }] },
        {
          key: 'make',
          dependsOn: [],
          delivers: false,
          requirements: [{ key: 'lead-time-sale-make', steps: [{ key: 'make' }] }],
        },
        { key: 'pick', dependsOn: [{ key: 'check' }, { key: 'make' }], delivers: false, requirements: [] },
      ])
    })
  })

  describe('requirements', () => {
    const LIST = `query ($department: String, $kind: RequirementKind, $at: DateTime) {
      requirements(department: $department, kind: $kind, at: $at) { totalCount edges { node { key version } } } }`
    const list = async (variables: object) =>
      (await baton.tell('rita', LIST, variables as Record<string, unknown>)).requirements

    test('are those in force, by department and kind', async () => {
      expect((await list({})).totalCount).toBe(2)
      expect((await list({ department: 'accounting' })).edges).toEqual([{ node: { key: 'form', version: 1 } }])
      expect((await list({ kind: 'LEAD_TIME' })).totalCount).toBe(1)
      expect((await list({ at: '2020-01-01T00:00:00Z' })).totalCount).toBe(0)
    })

    test('of a department that is not there are NOT_FOUND', async () => {
      const { errors } = await baton.ask('rita', LIST, { department: 'x' })
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', field: 'department' } }])
    })

    test('tell which orders they touch and who has read them', async () => {
      const asked = `{ requirements(kind: NOTICE) { edges { node {
        affectedOrders { totalCount edges { node { number } } } unacknowledgedBy { totalCount edges { node { key } } }
        acknowledgements { totalCount edges { node { person { key } at } } } } } } viewer { unread { totalCount } } }`
      const acknowledge =
        'mutation { acknowledgeRequirement(input: { department: "accounting", key: "form", version: 1 }) { requirement { id } } }'
      const before = await baton.tell('rita', asked)
      expect(before.viewer.unread.totalCount).toBe(2)
      expect(before.requirements.edges[0].node).toEqual({
        affectedOrders: { totalCount: 1, edges: [{ node: { number: 'R-1' } }] },
        unacknowledgedBy: { totalCount: 2, edges: [{ node: { key: 'rita' } }, { node: { key: 'ron' } }] },
        acknowledgements: { totalCount: 0, edges: [] },
      })
      await baton.tell('rita', acknowledge)
      const after = await baton.tell('rita', asked)
      expect(after.viewer.unread.totalCount).toBe(1)
      expect(after.requirements.edges[0].node).toMatchObject({
        unacknowledgedBy: { totalCount: 1, edges: [{ node: { key: 'ron' } }] },
        acknowledgements: { totalCount: 1, edges: [{ node: { person: { key: 'rita' } } }] },
      })
    })

    test('the orders they touch come the soonest promised first', async () => {
      const asked = '{ requirements(kind: NOTICE) { edges { node { affectedOrders { edges { node { number } } } } } } }'
      const { requirements } = await baton.tell('anna', asked)
      expect(requirements.edges[0].node.affectedOrders.edges.map((edge: { node: unknown }) => edge.node)).toEqual([
        { number: 'R-2' },
        { number: 'R-1' },
      ])
    })

    test('are not there for a token that may not read them', async () => {
      const asked = `{ requirements { totalCount edges { node { id } } } order(number: "R-1") { requirements { id } }
        workflow(key: "sale") { steps { requirements { id } } } node(id: "${globalId('Requirement', 1)}") { id } }`
      const data = await baton.tell('reader', asked)
      expect(data.requirements).toEqual({ totalCount: 0, edges: [] })
      expect(data.order.requirements).toEqual([])
      expect(data.workflow.steps.flatMap((step: { requirements: unknown[] }) => step.requirements)).toEqual([])
      expect(data.node).toBeNull()
    })
  })

  describe('who asks', () => {
    const WHO = '{ viewer { actor { __typename name } person { key } roles scopes unread { totalCount } } }'
    test.each([
      ['rita', { __typename: 'Person', name: 'Rita Rep' }, { key: 'rita' }, ['REP'], null],
      ['anna', { __typename: 'Person', name: 'Anna Accounts' }, { key: 'anna' }, ['DEPARTMENT'], null],
      ['reader', { __typename: 'Integration', name: 'reader' }, null, ['INTEGRATION'], ['ORDERS_READ']],
      ['nobody', null, null, [], null],
    ] as const)('%s', async (who, actor, person, roles, scopes) => {
      const { viewer } = await baton.tell(who, WHO)
      expect(viewer).toMatchObject({ actor, person, roles, scopes })
    })

    test.each([
      'departments { id }',
      'department(key: "accounting") { id }',
      'person(key: "rita") { id }',
      'customer(key: "acme") { id }',
      'customers { totalCount }',
      'product(sku: "gear") { id }',
      'products { totalCount }',
      'workflows { id }',
      'workflow(key: "sale") { id }',
      'requirements { totalCount }',
      'order(number: "R-1") { id }',
      'orders { totalCount }',
      'events { edges { cursor } }',
      `node(id: "${globalId('Department', 1)}") { id }`,
    ])('nobody in particular may not ask for %s', async (field) => {
      const { data, errors } = await baton.ask('nobody', `{ it: ${field} viewer { roles } }`)
      expect(data).toEqual({ it: null, viewer: { roles: [] } })
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    })
  })

  describe('by id', () => {
    test('a node is what its id says', async () => {
      const { order, departments, customer, workflow, viewer, product } = await baton.tell(
        'rita',
        `{ order(number: "R-1") { id steps { id } requirements { id } } departments { id } customer(key: "acme") { id }
          workflow(key: "sale") { id steps { id requirements { id } } } viewer { actor { id } } product(sku: "gear") { id } }`,
      )
      const ids = {
        Order: order.id,
        OrderStep: order.steps[2].id,
        OrderRequirement: order.requirements[0].id,
        Department: departments[0].id,
        Customer: customer.id,
        Workflow: workflow.id,
        WorkflowStep: workflow.steps[1].id,
        Requirement: workflow.steps[1].requirements[0].id,
        Person: viewer.actor.id,
        Product: product.id,
      }
      for (const [type, id] of Object.entries(ids)) {
        const { node } = await baton.tell('rita', 'query ($id: ID!) { node(id: $id) { __typename id } }', { id })
        expect(node).toEqual({ __typename: type, id })
      }
    })

    const encode = (text: string) => Buffer.from(text).toString('base64')
    test.each([
      '',
      'garbage',
      '1',
      encode('Order'),
      encode('Order:x'),
      encode('Order:1:2:3'),
      encode('Person:1:2'),
      encode('Nothing:1'),
      encode('constructor:1'),
    ])('%j is no id', async (id) => {
      const { data, errors } = await baton.ask('rita', 'query ($id: ID!) { node(id: $id) { id } }', { id })
      expect(data).toEqual({ node: null })
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'id', value: id } }])
    })

    test('an id of nothing is null', async () => {
      const types = [
        'Order:999',
        'OrderStep:1:99',
        'Hold:1:1:9',
        'Person:999',
        'Workflow:999',
        'WorkflowStep:1:99',
        'Event:1',
      ]
      for (const id of types.map(encode))
        expect(await baton.ask('rita', `{ node(id: "${id}") { id } }`)).toEqual({ data: { node: null } })
    })
  })
})
