import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { inBrowser, type OpenPage, screenshot } from '../support/browser.ts'
import { openAs } from './company-server.ts'
import { startDemo } from './demo-browser.ts'

/** By when things are owed, as those see it who owe them and those who wait for them. */

const PUBLISH =
  'mutation ($input: PublishRequirementInput!) { publishRequirement(input: $input) { requirement { version } } }'
const ASKED = 'Approved drawing of every valve'

describe('what is due', () => {
  const demo = startDemo(async ({ admin }) => {
    const about = { department: 'production', workflow: 'new-order', steps: ['produce'], bindsOpenOrders: true }
    const notice = { kind: 'NOTICE', title: ASKED, duration: 'P90D', owedBy: 'purchasing' }
    await admin.tell(PUBLISH, { input: { ...about, ...notice, key: 'valve-drawing' } })
  })

  const debtsOf = (page: Page, who: RegExp) => page.getByRole('group').filter({ hasText: who })
  const daysOf = (list: Locator) =>
    list
      .getByRole('listitem')
      .locator('time')
      .evaluateAll((all) => all.map((one) => one.getAttribute('datetime')))

  inBrowser((open: OpenPage) => {
    test('a rep sees what they owe, the soonest due first; handed in, it is gone', async () => {
      const page = await openAs(open, demo(), 'maya.lindqvist', '/orders')
      const debts = debtsOf(page, /^You owe/)
      await debts.getByText(/\d+ overdue/).click()
      const days = await daysOf(debts)
      expect(days.length).toBeGreaterThan(1)
      expect(days).toEqual(days.toSorted())
      await debts.getByRole('link').first().click()

      const item = page
        .getByRole('listitem')
        .filter({ hasText: '! Overdue' })
        .filter({ hasText: 'Owed by you' })
        .first()
      await item.getByText(/^Overdue since \d.+, .+ ago$/).waitFor()
      await screenshot(page, 'rep-overdue')
      const title = await item.getByRole('button', { name: /^Hand it in/ }).getAttribute('aria-label')
      await item.getByRole('button', { name: /^Hand it in/ }).click()
      await page.getByRole('button', { name: 'Mark as met' }).click()
      await page.getByRole('button', { name: title!.replace('Hand it in', 'Take it back') }).waitFor()
      await page.goBack()
      await debts.getByText(/^You owe/).click()
      await debts
        .getByRole('listitem')
        .nth(days.length - 2)
        .waitFor()
      await debts
        .getByRole('listitem')
        .nth(days.length - 1)
        .waitFor({ state: 'detached' })
    })

    test('a department sees at its desk what it owes the others', async () => {
      const page = await openAs(open, demo(), 'ingrid.vogel', '/departments/purchasing/queue')
      const debts = debtsOf(page, /^Purchasing owes/)
      await debts.getByText(/\d+ overdue/).click()
      await debts
        .getByRole('listitem')
        .filter({ hasText: ASKED })
        .first()
        .getByText(/^Overdue since/)
        .waitFor()
      const days = await daysOf(debts)
      expect(days).toEqual(days.toSorted())
    })

    test('for the step in hand the desk says what is not there yet, who owes it and since when', async () => {
      const page = await openAs(open, demo(), 'aylin.demir', '/departments/production/queue')
      await page.locator('[data-row]').first().waitFor()
      await page.keyboard.press('j')
      const hand = page.getByRole('toolbar', { name: 'In hand' })
      await lookFor(page, hand.getByText(`Not there: ${ASKED}`))
      expect(await hand.innerText()).toMatch(/\(Purchasing\) · Overdue since \d/)
      await screenshot(page, 'queue-not-there')
    })
  })
})

/** Goes down from row to row until it is there: each row is asked about when the hand rests on it. */
async function lookFor(page: Page, wanted: Locator): Promise<void> {
  const said = page.getByText(/^(Not there:|✓ All that|Nothing had)/)
  await said.first().waitFor()
  while ((await wanted.count()) === 0) {
    await page.keyboard.press('j')
    await said.first().waitFor({ state: 'detached' })
    await said.first().waitFor()
  }
}
