import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inBrowser, type OpenPage, screenshot } from '../support/browser.ts'
import { openAs } from './company-server.ts'
import { goToRow, holdByKeys, isState, openStillCompany, rowOf, type StillCompany } from './still-company.ts'

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

    test('takes keys as fast as they come: each deed waits for the one before and is done once', async () => {
      const { page, sent, answer } = await startUnanswered(open, 'FAST-1')
      await holdByKeys(page, 'The price is missing')
      await rowOf(page, 'FAST-1').getByText('The price is missing').waitFor()
      await page.keyboard.press('r')
      await rowOf(page, 'FAST-1').getByText('In progress').waitFor()
      await page.keyboard.press('c')
      await rowOf(page, 'FAST-1').getByText('Done', { exact: true }).waitFor()
      await page.keyboard.press('c')
      expect(sent).toEqual(['StartStep'])
      answer()
      await rowOf(page, 'FAST-1').waitFor({ state: 'detached' })
      expect(sent).toEqual(['StartStep', 'BlockStep', 'UnblockStep', 'CompleteStep'])
      expect(await stepOf('FAST-1')).toMatchObject({ state: 'DONE', holds: [{ reason: 'The price is missing' }] })
    })

    test('has the focus on the row when the button that was pressed is gone, so that keys go on from there', async () => {
      await company.place('CALM-7')
      const page = await openAs(open, company, 'denise.kowalczyk', '/departments/order-desk/queue')
      const { answer } = await withheld(page, 'StartStep')
      await rowOf(page, 'CALM-7').getByRole('button', { name: 'Start' }).click()
      await rowOf(page, 'CALM-7').getByText('In progress').waitFor()
      expect(await page.locator('[data-row]:focus').innerText()).toContain('CALM-7')
      answer()
      await page.getByRole('toolbar', { name: 'In hand' }).getByRole('button', { name: 'Hold' }).press('Enter')
      await page.getByRole('dialog').getByRole('textbox').fill('The address is missing')
      await page.getByRole('button', { name: 'Hold it' }).click()
      await page.getByRole('toolbar', { name: 'In hand' }).getByRole('button', { name: 'Release' }).press('Enter')
      await rowOf(page, 'CALM-7').getByText('In progress').waitFor()
      await page.keyboard.press('c')
      await rowOf(page, 'CALM-7').waitFor({ state: 'detached' })
      await expect.poll(async () => (await stepOf('CALM-7')).state).toBe('DONE')
    })

    test('keeps the row in hand when a dialog closes amid what colleagues do: no key is lost', async () => {
      await company.place('CALM-5')
      await company.place('CALM-6')
      const page = await openAs(open, company, 'denise.kowalczyk', '/departments/order-desk/queue')
      await isState(page, 'Live')
      await goToRow(page, 'CALM-5')
      const colleague = goingOn((time) =>
        change('assignStep', 'CALM-6', { holder: time % 2 ? null : 'denise.kowalczyk' }),
      )
      for (let time = 1; time <= 12; time++) {
        await holdByKeys(page, `The address is missing, ${time}`)
        await page.keyboard.press('r')
        await rowOf(page, 'CALM-5').getByText('Ready', { exact: true }).waitFor()
      }
      await colleague.stop()
      await expect.poll(async () => (await stepOf('CALM-5')).holds.length).toBe(12)
      await expect.poll(async () => (await stepOf('CALM-5')).state).toBe('READY')
    })

    test('sends nothing that was to follow what is refused, and shows the step as it stands', async () => {
      const { page, sent, answer } = await startUnanswered(open, 'FAST-2')
      await page.keyboard.press('c')
      await rowOf(page, 'FAST-2').getByText('Done', { exact: true }).waitFor()
      await change('assignStep', 'FAST-2', { holder: 'denise.kowalczyk' })
      answer()
      await rowOf(page, 'FAST-2').getByRole('alert').filter({ hasText: 'Somebody else has changed' }).waitFor()
      await rowOf(page, 'FAST-2').getByText('Ready', { exact: true }).waitFor()
      expect(sent).toEqual(['StartStep'])
      expect(await stepOf('FAST-2')).toMatchObject({ state: 'READY' })
      await page.keyboard.press('s')
      await rowOf(page, 'FAST-2').getByText('In progress').waitFor()
      await expect.poll(async () => (await stepOf('FAST-2')).state).toBe('IN_PROGRESS')
    })
  })

  /** A clerk's page on which the step of a new order was just started by its key, which Baton has not answered yet. */
  async function startUnanswered(open: OpenPage, number: string) {
    await company.place(number)
    const page = await openAs(open, company, 'denise.kowalczyk', '/departments/order-desk/queue')
    await goToRow(page, number)
    const held = await withheld(page, 'StartStep')
    await page.keyboard.press('s')
    await rowOf(page, number).getByText('In progress').waitFor()
    return { page, ...held }
  }

  async function stepOf(number: string) {
    const { order } = await company.admin.tell(
      'query ($number: String!) { order(number: $number) { steps { key state holds { reason } } } }',
      { number },
    )
    return order.steps.find((step: { key: string }) => step.key === 'enter-order')
  }

  async function change(mutation: string, order: string, more: object = {}): Promise<void> {
    const type = INPUTS[mutation] ?? 'StepInput'
    await company.admin.tell(`mutation ($input: ${type}!) { ${mutation}(input: $input) { step { state } } }`, {
      input: { order, step: 'enter-order', ...more },
    })
  }
})

const INPUTS: Readonly<Record<string, string>> = { skipStep: 'BlockStepInput', assignStep: 'AssignStepInput' }

/** Does it again and again, until it is told to stop. */
function goingOn(once: (time: number) => Promise<void>): { stop(): Promise<void> } {
  let isOver = false
  const all = (async () => {
    for (let time = 0; !isOver; time++) await once(time)
  })()
  return {
    stop: async () => {
      isOver = true
      await all
    },
  }
}

/** Keeps back the first answer to this mutation until it is let go; notes the names of all mutations that are sent. */
async function withheld(page: Page, mutation: string): Promise<{ sent: string[]; answer: () => void }> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const sent: string[] = []
  await page.route('**/graphql', async (route) => {
    const name = /mutation (\w+)/.exec(route.request().postData() ?? '')?.[1]
    if (name) sent.push(name)
    if (name === mutation) await promise
    await route.continue()
  })
  return { sent, answer: resolve }
}

/** Where the rows above the one in hand begin; a row that says more may be taller at its end. */
const heights = async (page: Page): Promise<number> =>
  Math.round((await page.locator('[data-row]:focus').boundingBox())?.y ?? -1)
