import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inBrowser, type OpenPage, screenshot } from '../support/browser.ts'
import type { Client } from '../support/client.ts'
import { openAs as openSignedIn } from './company-server.ts'
import { openStillCompany, type StillCompany } from './still-company.ts'

/** A rep watches an order in one browser while others, in theirs, carry it on. */

const REP = 'maya.lindqvist'
const CLERK = 'denise.kowalczyk'
const ACCOUNTANT = 'fatima.zahra'

describe('the web client', () => {
  let baton: StillCompany
  let admin: Client
  let orders = 0

  beforeAll(async () => {
    baton = await openStillCompany()
    admin = baton.admin
  })
  afterAll(() => baton.close())

  async function place(): Promise<string> {
    const number = `STORY-${++orders}`
    await baton.place(number)
    return number
  }

  const openAs = (open: OpenPage, person: string, path: string, width = 1280): Promise<Page> =>
    openSignedIn(open, baton, person, path, { viewport: { width, height: 900 } })

  inBrowser((open) => {
    test('a persona is picked, and is at their orders; they sign out again', async () => {
      const page = await open({ baseURL: baton.url })
      await page.goto('/')
      await page.getByRole('button', { name: /Maya Lindqvist/ }).click()
      await page.getByRole('heading', { name: 'My orders' }).waitFor()
      await screenshot(page, 'my-orders')
      await page.getByRole('button', { name: 'Menu of Maya Lindqvist' }).click()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'Be somebody of the demo company' }).waitFor()
    })

    test("the rep's page changes by itself while the clerk starts and completes the step", async () => {
      const number = await place()
      const rep = await openAs(open, REP, `/orders/${number}`)
      await connection(rep, 'Live')
      await rep.evaluate(() => Object.assign(window, { wasNeverLoadedAgain: true }))
      expect(await now(rep)).toMatch(/Nobody holds it.*Enter the order/s)

      const clerk = await openAs(open, CLERK, '/departments/order-desk/queue')
      const task = clerk.getByRole('listitem').filter({ hasText: number })
      await task.getByRole('button', { name: /^Take it/ }).click()
      await nowHas(rep, 'Denise Kowalczyk')
      await task.getByRole('button', { name: /^Start/ }).click()
      await nowHas(rep, 'In progress')
      await screenshot(clerk, 'queue')
      await task.getByRole('button', { name: /^Complete/ }).click()
      await nowHas(rep, 'Check credit')
      await task.waitFor({ state: 'detached' })

      await rep.getByRole('button', { name: /^Enter the order, Order desk, Done, held by Denise Kowalczyk/ }).waitFor()
      const history = rep.getByRole('region', { name: 'What happened' })
      await history.getByText('Denise Kowalczyk completed “Enter the order”').waitFor()
      expect(await rep.evaluate(() => 'wasNeverLoadedAgain' in window)).toBe(true)
      await screenshot(rep, 'order')
    })

    test('a hold asks for the reason, and the rep reads it until it is released', async () => {
      const number = await place()
      const rep = await openAs(open, REP, `/orders/${number}`, 390)
      await connection(rep, 'Live')
      const clerk = await openAs(open, CLERK, '/departments/order-desk/queue')
      const task = clerk.getByRole('listitem').filter({ hasText: number })
      await task.getByRole('button', { name: /^Hold/ }).click()
      await clerk.getByRole('dialog').getByRole('textbox').fill('The price is not agreed')
      await clerk.keyboard.press('Tab')
      await clerk.getByRole('button', { name: 'Hold it' }).click()
      await nowHas(rep, 'The price is not agreed')
      await screenshot(rep, 'order-on-hold-narrow')
      await task.getByRole('button', { name: /^Release/ }).click()
      await nowHas(rep, 'Ready')
    })

    test('a hand-back asks for the reason and for the steps to be done again; the map shows both', async () => {
      const number = await place()
      await complete(number)
      const rep = await openAs(open, REP, `/orders/${number}`)
      await nowHas(rep, 'Check credit')
      const clerk = await openAs(open, ACCOUNTANT, '/departments/accounting/queue')
      const task = clerk.getByRole('listitem').filter({ hasText: number })
      await task.getByRole('button', { name: /^Hand back/ }).click()
      const dialog = clerk.getByRole('dialog')
      expect(await dialog.getByRole('checkbox', { name: /Enter the order/ }).isChecked()).toBe(true)
      await dialog.getByRole('textbox').fill('The address is missing')
      await dialog.getByRole('button', { name: 'Hand it back' }).click()
      await nowHas(rep, 'Enter the order')
      await rep.getByRole('button', { name: /^Enter the order, .*Ready.*run 2, handed back once/ }).waitFor()
      await rep.getByRole('button', { name: /^Check credit, .*Waiting/ }).waitFor()
      await rep.getByRole('region', { name: 'What happened' }).getByText('The address is missing').waitFor()
      await screenshot(rep, 'order-handed-back')
    })

    test('Escape closes the question, and nothing happens to the step', async () => {
      const number = await place()
      const clerk = await openAs(open, CLERK, '/departments/order-desk/queue')
      const task = clerk.getByRole('listitem').filter({ hasText: number })
      await task.getByRole('button', { name: /^Hold/ }).click()
      await clerk.getByRole('dialog').waitFor()
      await clerk.keyboard.press('Escape')
      await clerk.getByRole('dialog').waitFor({ state: 'detached' })
      await task.getByRole('button', { name: /^Start/ }).waitFor()
    })

    test('after a cut the page says so, comes back by itself and shows what happened meanwhile', async () => {
      const number = await place()
      const rep = await openAs(open, REP, `/orders/${number}`)
      await connection(rep, 'Live')
      await nowHas(rep, 'Enter the order')
      await rep.evaluate(() => Object.assign(window, { wasNeverLoadedAgain: true }))
      await rep.context().setOffline(true)
      await connection(rep, 'Offline')

      await complete(number)
      expect(await now(rep)).toContain('Enter the order')
      await rep.context().setOffline(false)
      await connection(rep, 'Live')
      await nowHas(rep, 'Check credit')
      await rep.locator('[aria-live]').getByText('completed “Enter the order”').waitFor()
      expect(await rep.evaluate(() => 'wasNeverLoadedAgain' in window)).toBe(true)
    })

    test('two who act on the same step: the second is told, and sees how it stands', async () => {
      const number = await place()
      const clerk = await openAs(open, CLERK, '/departments/order-desk/queue')
      const task = clerk.getByRole('listitem').filter({ hasText: number })
      await task.getByRole('button', { name: /^Hold/ }).click()
      await clerk.getByRole('dialog').getByRole('textbox').fill('Too late')
      await admin.tell('mutation ($input: StepInput!) { startStep(input: $input) { step { state } } }', {
        input: { order: number, step: await currentKey(number) },
      })
      await clerk.getByRole('button', { name: 'Hold it' }).click()
      await clerk.getByRole('alert').filter({ hasText: 'Somebody else has changed' }).waitFor()
      await task.getByText('In progress').waitFor()
    })

    test('an order that is not there and a page that is not there say what to do', async () => {
      const page = await openAs(open, REP, '/orders/NO-SUCH')
      await page.getByRole('heading', { name: 'No order NO-SUCH' }).waitFor()
      await page.goto('/no/such/page')
      await page.getByRole('heading', { name: 'Nothing here' }).waitFor()
    })

    test('the relay map has a twin in text with the same steps', async () => {
      const page = await openAs(open, REP, `/orders/${await place()}`)
      const legs = page
        .getByRole('region', { name: 'The relay' })
        .getByRole('button', { name: /, (Ready|Waiting|Skipped)/ })
      await legs.first().waitFor()
      const count = await legs.count()
      await page.getByRole('button', { name: 'Table' }).click()
      await page.getByRole('table').waitFor()
      expect(await page.getByRole('rowheader').count()).toBe(count)
    })
  })

  async function complete(number: string): Promise<void> {
    await admin.tell('mutation ($input: StepInput!) { completeStep(input: $input) { step { state } } }', {
      input: { order: number, step: await currentKey(number) },
    })
  }

  async function currentKey(number: string): Promise<string> {
    const { order } = await admin.tell('query ($number: String!) { order(number: $number) { current { key } } }', {
      number,
    })
    return order.current[0].key
  }
})

const hasItNow = (page: Page) => page.getByRole('region', { name: 'Has it now' })
const now = (page: Page) => hasItNow(page).innerText()
const nowHas = (page: Page, text: string) => hasItNow(page).getByText(text).first().waitFor()
const connection = (page: Page, word: string) => page.getByRole('status').filter({ hasText: word }).waitFor()
