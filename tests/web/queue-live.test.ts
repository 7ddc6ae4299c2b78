import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inBrowser, screenshot } from '../support/browser.ts'
import { openAs } from './company-server.ts'
import { goToRow, isState, openStillCompany, rowOf, type StillCompany } from './still-company.ts'

/** What colleagues do while a clerk has her hand on a row. */

describe('the queue under the hand', () => {
  let company: StillCompany
  beforeAll(async () => {
    company = await openStillCompany()
    for (let number = 1; number <= 3; number++) await company.place(`CALM-${number}`)
  })
  afterAll(() => company.close())

  inBrowser((open) => {
    test('does not jump: what changes is marked in its row, what leaves says so, what is new waits to be shown', async () => {
      const page = await openAs(open, company, 'denise.kowalczyk', '/departments/order-desk/queue')
      await isState(page, 'Live')
      await goToRow(page, 'CALM-3')
      const before = await heights(page)

      await change('startStep', 'CALM-1')
      await rowOf(page, 'CALM-1').getByText('Just now: started by Grace Adeyemi').waitFor()
      await change('completeStep', 'CALM-2')
      await rowOf(page, 'CALM-2').getByText('No longer in the queue: completed by Grace Adeyemi').waitFor()
      await company.place('URGENT-1', '2026-01-05')
      await page.getByRole('button', { name: '1 new, 1 left the queue – show' }).waitFor()
      await screenshot(page, 'queue-calm')
      expect(await rowOf(page, 'URGENT-1').count()).toBe(0)
      expect(await heights(page)).toEqual(before)

      await page.keyboard.press('n')
      await rowOf(page, 'URGENT-1').getByText('Just now: new').waitFor()
      expect(await page.locator('[data-row]').first().innerText()).toContain('URGENT-1')
      expect(await page.locator('[data-row]:focus').innerText()).toContain('CALM-3')
      expect(await rowOf(page, 'CALM-2').count()).toBe(0)
    })

    test('shows what it foresees at once, and takes it back with the reason when it is refused', async () => {
      await company.place('CALM-4')
      const page = await openAs(open, company, 'denise.kowalczyk', '/departments/order-desk/queue')
      await goToRow(page, 'CALM-4')
      const answer = Promise.withResolvers<void>()
      await page.route('**/graphql', async (route) => {
        if (route.request().postData()?.includes('StartStep')) await answer.promise
        await route.continue()
      })
      await page.keyboard.press('s')
      await rowOf(page, 'CALM-4').getByText('In progress').waitFor()
      await change('skipStep', 'CALM-4', { reason: 'Not needed' })
      answer.resolve()
      await rowOf(page, 'CALM-4').getByRole('alert').filter({ hasText: 'Somebody else has changed' }).waitFor()
      await rowOf(page, 'CALM-4').getByText('Skipped', { exact: true }).waitFor()
    })
  })

  async function change(mutation: string, order: string, more: object = {}): Promise<void> {
    const type = mutation === 'skipStep' ? 'BlockStepInput' : 'StepInput'
    await company.admin.tell(`mutation ($input: ${type}!) { ${mutation}(input: $input) { step { state } } }`, {
      input: { order, step: 'enter-order', ...more },
    })
  }
})

/** Where the rows above the one in hand begin; a row that says more may be taller at its end. */
const heights = async (page: Page): Promise<number> =>
  Math.round((await page.locator('[data-row]:focus').boundingBox())?.y ?? -1)
