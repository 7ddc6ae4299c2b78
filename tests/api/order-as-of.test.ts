import { beforeAll, expect, test } from 'vitest'
import { eachDatabase } from '../support/database.ts'
import { type Company, companies, place } from './company.ts'

const HOUR = 3_600_000
const AS_OF = `query ($number: String!, $asOf: DateTime) { order(number: $number, asOf: $asOf) {
  id state version current { key } steps { id key state holds { id } } } }`
const REPORT = `mutation ($input: RecordStepChangesInput!) { recordStepChanges(input: $input) { applied refused { code message } } }`

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  let now: number
  const ago = (hours: number) => new Date(now - hours * HOUR).toISOString()
  const stood = async (hours: number, who: Parameters<Company['ask']>[0] = 'rita') =>
    (await baton.tell(who, AS_OF, { number: 'S-1', asOf: ago(hours) })).order
  const states = (order: { steps: { key: string; state: string }[] }) =>
    Object.fromEntries(order.steps.map((step) => [step.key, step.state]))

  beforeAll(async () => {
    baton = await company(await open())
    now = baton.time.now
    await place(baton, 'rita', 'S-1', { placedAt: ago(48) })
    const change = (sourceId: string, step: string, state: string, at: string) => ({
      sourceId,
      order: 'S-1',
      step,
      state,
      at,
      reason: 'told by the ERP',
    })
    const changes = [
      change('1', 'make', 'BLOCKED', ago(36)),
      change('2', 'make', 'DONE', ago(20)),
      change('3', 'check', 'DONE', ago(30)),
    ]
    const told = await baton.tell('erp', REPORT, { input: { source: 'erp', changes } })
    expect(told.recordStepChanges).toEqual({ applied: 3, refused: [] })
  })

  test('an order shows as it stood, by when things happened, whenever they were told', async () => {
    expect(await stood(49)).toBeNull()
    expect(states(await stood(47))).toMatchObject({ check: 'READY', make: 'READY', pick: 'WAITING' })
    expect(states(await stood(35))).toMatchObject({ check: 'READY', make: 'BLOCKED', pick: 'WAITING' })
    expect(states(await stood(25))).toMatchObject({ check: 'DONE', make: 'BLOCKED', pick: 'WAITING' })
    expect(states(await stood(1))).toMatchObject({ check: 'DONE', make: 'DONE', pick: 'READY' })
  })

  test('what it shows has ids of its own, which lead back to that snapshot', async () => {
    const past = await stood(35)
    const { order } = await baton.tell('rita', AS_OF, { number: 'S-1' })
    const ids = (one: typeof past) => [one.id, ...one.steps.map((step: { id: string }) => step.id)]
    expect(ids(past).filter((id) => ids(order).includes(id))).toEqual([])
    const { node } = await baton.tell(
      'rita',
      `query ($id: ID!) { node(id: $id) { id ... on OrderStep { state order { id } } } }`,
      { id: past.steps[1].id },
    )
    expect(node).toEqual({ id: past.steps[1].id, state: 'BLOCKED', order: { id: past.id } })
  })

  test('who may not see the order does not see its past', async () => {
    expect(await stood(35, 'ron')).toBeNull()
    expect(await stood(35, 'wendy')).not.toBeNull()
  })
})
