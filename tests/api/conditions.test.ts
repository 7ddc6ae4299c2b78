import { beforeAll, expect, test } from 'vitest'
import { eachDatabase } from '../support/database.ts'
import { does, send } from './bad-input.ts'
import { type Company, companies } from './company.ts'

const step = { key: 'trim', name: 'Trim', department: 'production' }
const publishing = (workflow: object) => does('ada', 'publishWorkflow', { name: 'Odd', steps: [step], ...workflow })
const placing = (input: object) =>
  does('rita', 'placeOrder', { number: 'C-1', customer: 'acme', lines: [{ sku: 'gear', quantity: '1' }], ...input })

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
  })

  test('whoever places an order is told which condition of which step cannot be told for it, and of what', async () => {
    const steps = [{ ...step, appliesWhen: 'int(order.channel) > 1' }]
    await send(baton, publishing({ key: 'odd', appliesWhen: 'false', steps }))
    const { errors } = await send(baton, placing({ workflow: 'odd', channel: 'phone' }))
    expect(errors).toHaveLength(1)
    const { message, extensions } = errors![0]!
    expect(message).toMatch(/^appliesWhen: step trim of workflow odd version 1: int\(order\.channel\) > 1: /)
    expect(message).toMatch(/; order\.number is "C-1"; order\.channel is "phone"$/)
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'appliesWhen', value: 'int(order.channel) > 1' })
    expect((await send(baton, placing({ workflow: 'odd', channel: '2' }))).errors).toBeUndefined()
  })

  test('a condition that cannot be told keeps no order from a workflow that was published later', async () => {
    await send(baton, publishing({ key: 'six', appliesWhen: 'order.lines[5].sku == "gear"' }))
    const { errors } = await send(baton, placing({ number: 'C-2' }))
    expect(errors![0]!.message).toContain('workflow six version 1')
    await send(baton, publishing({ key: 'later' }))
    expect((await send(baton, placing({ number: 'C-2' }))).errors).toBeUndefined()
  })
})
