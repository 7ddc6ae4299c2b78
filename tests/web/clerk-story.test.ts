import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inBrowser, screenshot } from '../support/browser.ts'
import { openAs } from './company-server.ts'
import { goToRow, holdByKeys, openStillCompany, rowOf, type StillCompany } from './still-company.ts'

/** A clerk of accounting works through the day by keyboard. */

const CLERK = 'fatima.zahra'
const QUEUE = '/departments/accounting/queue'

describe("the clerk's day", () => {
  let company: StillCompany
  beforeAll(async () => {
    company = await openStillCompany()
    for (let number = 1; number <= 6; number++) await company.placeForAccounting(`DAY-${number}`)
  })
  afterAll(() => company.close())

  inBrowser((open) => {
    test('she signs in and is at her queue, takes two steps, holds one with the reason, releases it, hands one back', async () => {
      const page = await open({ baseURL: company.url, viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
      await page.goto('/')
      await page.getByRole('button', { name: /Fatima Zahra/ }).click()
      await page.getByRole('heading', { name: 'Accounting', level: 1 }).waitFor()

      for (const number of ['DAY-1', 'DAY-2']) {
        await goToRow(page, number)
        await page.keyboard.press('t')
        await rowOf(page, number).getByText('You', { exact: true }).waitFor()
      }
      await expect.poll(() => heldBy(page, 'Fatima Zahra')).toBeGreaterThanOrEqual(2)

      await holdByKeys(page, 'The bank does not answer')
      await rowOf(page, 'DAY-2').getByText('On hold', { exact: true }).waitFor()
      await rowOf(page, 'DAY-2').getByText('The bank does not answer').waitFor()
      await screenshot(page, 'clerk-holds')

      await page.keyboard.press('r')
      await rowOf(page, 'DAY-2').getByText('Ready', { exact: true }).waitFor()

      await goToRow(page, 'DAY-3')
      await page.keyboard.press('b')
      const dialog = page.getByRole('dialog')
      expect(await dialog.getByRole('checkbox', { name: /Enter the order/ }).isChecked()).toBe(true)
      await dialog.getByRole('textbox').fill('The address is missing')
      await dialog.getByRole('button', { name: 'Hand it back' }).click()
      await rowOf(page, 'DAY-3').waitFor({ state: 'detached' })
      await expect.poll(() => stateOf('DAY-3')).toBe('WAITING')
    })

    test('of three that she completes at once one is refused: it is put back with the reason, the others are gone', async () => {
      const page = await openAs(open, company, CLERK, QUEUE)
      await hold(page, 'DAY-5')
      for (const number of ['DAY-4', 'DAY-5', 'DAY-6']) {
        await goToRow(page, number)
        await page.keyboard.press('x')
      }
      await page.getByText('3 selected').waitFor()
      await page.keyboard.press('c')

      const told = page.getByRole('region', { name: 'What came of it' })
      await told.getByText('2 completed').waitFor()
      await told.getByText('1 refused and put back as it was').waitFor()
      await told.getByRole('listitem').filter({ hasText: 'DAY-5' }).waitFor()
      await page.locator('[data-row]').filter({ hasText: 'DAY-4' }).waitFor({ state: 'detached' })
      await page.locator('[data-row]').filter({ hasText: 'DAY-6' }).waitFor({ state: 'detached' })
      const refused = page.locator('[data-row]').filter({ hasText: 'DAY-5' })
      await refused.getByText('On hold', { exact: true }).waitFor()
      await refused.getByRole('alert').filter({ hasText: 'was not changed' }).waitFor()
      await screenshot(page, 'clerk-bulk')
      expect(await stateOf('DAY-4')).toBe('DONE')
      expect(await stateOf('DAY-5')).toBe('BLOCKED')
    })

    test('typing is never taken for a key of the queue', async () => {
      const page = await openAs(open, company, CLERK, QUEUE)
      await goToRow(page, 'DAY-1')
      await page.keyboard.press('h')
      await page.keyboard.type('such a chaos, rebate j k x')
      expect(await page.getByRole('dialog').getByRole('textbox').inputValue()).toBe('such a chaos, rebate j k x')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await stateOf('DAY-1')).toBe('READY')
    })

    test('she publishes a version, having seen what it changes and whom it touches; what is wrong is said at its field', async () => {
      const page = await openAs(open, company, CLERK, QUEUE)
      await page.getByRole('link', { name: 'Requirements', exact: true }).click()
      const card = cardOf(page, /^Credit check/)
      await card.getByRole('link', { name: 'Publish the next version' }).click()
      await page.getByRole('heading', { name: 'Version 3 of “Credit check”' }).waitFor()
      await page.getByLabel('How long it takes').fill('four')
      await page.getByRole('button', { name: 'Publish version 3' }).click()
      await page.getByRole('alert').filter({ hasText: 'is not a duration' }).waitFor()
      expect(await page.getByLabel('How long it takes').getAttribute('aria-invalid')).toBe('true')

      await page.getByLabel('How long it takes').fill('4')
      const touches = page.getByRole('region', { name: 'What it touches' })
      await touches.getByText('2 working days').waitFor()
      await touches.getByText('4 working days').waitFor()
      const { totalCount } = await affectedByCreditCheck()
      await touches.getByText(`${totalCount} open orders`).waitFor()
      await screenshot(page, 'clerk-publishes')
      await page.getByRole('button', { name: 'Publish version 3' }).click()
      await page.getByText('Version 3 of “Credit check” is published').waitFor()
      await card.getByText('4 working days').waitFor()
    })

    test('what a colleague publishes while she looks at the requirements appears by itself, and says so', async () => {
      const page = await openAs(open, company, CLERK, '/departments/accounting/requirements')
      const card = cardOf(page, /^Form for an invoice/)
      await cardOf(page, /^Credit check/).waitFor()
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor()
      expect(await card.count()).toBe(0)
      const [about, asked] = [
        { department: 'accounting', key: 'form' },
        { kind: 'NOTICE', duration: 'P9D' },
      ]
      await company.admin.tell(PUBLISH, { input: { ...about, ...asked, title: 'Form for an invoice' } })
      await card.getByText('9 working days ahead').waitFor()
      await card.getByText('New since you came').waitFor()
      expect(await page.getByText('New since you came').count()).toBe(1)
    })

    test('she retires a requirement from a day on, in the zone of her department', async () => {
      const page = await openAs(open, company, CLERK, '/departments/accounting/requirements')
      const card = cardOf(page, /^Tax certificate/)
      await card.getByRole('button', { name: 'Retire…' }).click()
      const dialog = page.getByRole('dialog', { name: /^Retire “Tax certificate/ })
      await dialog.getByText(/^Orders placed afterwards are not held to it/).waitFor()
      await dialog.getByText('In America/Chicago. Empty: it ends now.').waitFor()
      await dialog.getByLabel('It ends at the beginning of').fill('2027-01-04')
      await screenshot(page, 'clerk-retires')
      await dialog.getByRole('button', { name: 'Retire it' }).click()
      await dialog.waitFor({ state: 'detached' })
      await card.getByText(/, until 4 Jan 2027/).waitFor()
      expect(await card.getByRole('button', { name: 'Retire…' }).count()).toBe(0)
      const { requirements } = await company.admin.tell(
        '{ requirements(department: "accounting", first: 20) { edges { node { key effectiveTo } } } }',
      )
      const node = { key: 'tax-certificate', effectiveTo: '2027-01-04T06:00:00Z' }
      expect(requirements.edges).toContainEqual({ node })
    })

    test('a rep reads what is new in it against the version before, and says so', async () => {
      await company.admin.tell(PUBLISH, {
        input: {
          ...{ department: 'accounting', key: 'credit-check', kind: 'LEAD_TIME', title: 'Credit check' },
          ...{ duration: 'P6D', workflow: 'new-order', steps: ['check-credit'], bindsOpenOrders: true },
        },
      })
      const page = await openAs(open, company, 'maya.lindqvist', '/requirements')
      const one = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /^Credit check/ }) })
      await one.getByText('6 working days').waitFor()
      await one.getByRole('button', { name: 'I have read it' }).click()
      await one.waitFor({ state: 'detached' })
    })
  })

  const cardOf = (page: Page, title: RegExp) =>
    page.locator('li').filter({ has: page.getByRole('heading', { name: title }) })

  async function hold(page: Page, number: string): Promise<void> {
    await goToRow(page, number)
    await page.keyboard.press('h')
    await page.getByRole('dialog').getByRole('textbox').fill('In dispute')
    await page.getByRole('button', { name: 'Hold it' }).click()
    await rowOf(page, number).getByText('In dispute').waitFor()
  }

  async function stateOf(number: string): Promise<string> {
    const { order } = await company.admin.tell(
      'query ($number: String!) { order(number: $number) { steps { key state } } }',
      { number },
    )
    return order.steps.find((step: { key: string }) => step.key === 'check-credit').state
  }

  async function affectedByCreditCheck(): Promise<{ totalCount: number }> {
    const { requirements } = await company.admin.tell(
      '{ requirements(department: "accounting", first: 20) { edges { node { key affectedOrders(first: 1) { totalCount } } } } }',
    )
    return requirements.edges.find((edge: { node: { key: string } }) => edge.node.key === 'credit-check').node
      .affectedOrders
  }
})

const PUBLISH =
  'mutation ($input: PublishRequirementInput!) { publishRequirement(input: $input) { requirement { version } } }'

/** How many steps the desk says that somebody holds. */
async function heldBy(page: Page, name: string): Promise<number> {
  const text = await page.getByRole('navigation', { name: 'Who holds what' }).getByRole('link', { name }).innerText()
  return Number(/\d+/.exec(text)?.[0])
}
