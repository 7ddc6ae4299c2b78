import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inBrowser, screenshot } from '../support/browser.ts'
import { type Cable, layCable } from './cable.ts'
import { openAs } from './company-server.ts'
import { goToRow, isState, openStillCompany, rowOf, type StillCompany } from './still-company.ts'

/** A clerk's page whose cable to Baton is cut, while colleagues go on. */

const CLERK = 'denise.kowalczyk'
const QUEUE = '/departments/order-desk/queue'

describe('the queue of a clerk whose network is cut', () => {
  let company: StillCompany
  let cable: Cable
  beforeAll(async () => {
    company = await openStillCompany()
    cable = await layCable(company.url)
    for (let number = 1; number <= 4; number++) await company.place(`NET-${number}`)
  })
  afterAll(async () => {
    await cable.close()
    await company.close()
  })

  inBrowser((open) => {
    test('says since when it is offline; what is done then waits; back again it catches up with no gap and no repeat', async () => {
      const page = await openAs(open, cable, CLERK, QUEUE)
      await isState(page, 'Live')
      await goToRow(page, 'NET-1')
      cable.cut()
      await isState(page, 'Offline')
      await page.getByText(/^Offline since \d+ [A-Z][a-z]+, \d\d:\d\d$/).waitFor()
      await page.keyboard.press('s')
      await rowOf(page, 'NET-1').getByText('“Start” waits for the network').waitFor()
      await screenshot(page, 'offline')

      await company.place('NET-5')
      await finish(company, 'NET-2')
      cable.mend()
      await isState(page, 'Live')
      await rowOf(page, 'NET-1').getByText('In progress').waitFor()
      await page.getByRole('button', { name: /^1 new/ }).click()
      await rowOf(page, 'NET-5').waitFor()
      await rowOf(page, 'NET-2').waitFor({ state: 'detached' })
      expect(await shown(page)).toEqual(await queued(company))
      expect(await timesStarted(company, 'NET-1')).toBe(1)
    })

    test('does once what it was asked to do although the answer was lost on the way', async () => {
      const page = await openAs(open, cable, CLERK, QUEUE)
      await isState(page, 'Live')
      await goToRow(page, 'NET-3')
      cable.loseAnswerTo('StartStep')
      await page.keyboard.press('s')
      await rowOf(page, 'NET-3').getByText('In progress').waitFor()
      await rowOf(page, 'NET-3')
        .getByRole('button', { name: /^Complete/ })
        .and(page.locator(':enabled'))
        .waitFor()
      expect(await timesStarted(company, 'NET-3')).toBe(1)
    })

    test('can be told to give up what waits, with all that was to follow it', async () => {
      const page = await openAs(open, cable, CLERK, QUEUE)
      await isState(page, 'Live')
      await goToRow(page, 'NET-4')
      cable.cut()
      await isState(page, 'Offline')
      await page.keyboard.press('s')
      await rowOf(page, 'NET-4').getByText('“Start” waits for the network').waitFor()
      await page.keyboard.press('c')
      await rowOf(page, 'NET-4').getByText('“Start”, then “Complete” wait for the network').waitFor()
      await screenshot(page, 'offline-two')
      await rowOf(page, 'NET-4').getByRole('button', { name: 'Give them up' }).click()
      await rowOf(page, 'NET-4').getByRole('alert').filter({ hasText: 'given up' }).waitFor()
      cable.mend()
      await isState(page, 'Live')
      await rowOf(page, 'NET-4').getByText('Ready', { exact: true }).waitFor()
      expect(await timesStarted(company, 'NET-4')).toBe(0)
      expect(await queued(company)).toContain('NET-4')
    })
  })
})

/** The orders of the rows, as they stand on the page. */
const shown = async (page: Page): Promise<string[]> =>
  (await page.locator('[data-row] h3 a').allInnerTexts()).toSorted()

async function queued({ admin }: StillCompany): Promise<string[]> {
  const { department } = await admin.tell(
    '{ department(key: "order-desk") { queue(first: 100) { edges { node { order { number } } } } } }',
  )
  return department.queue.edges.map(({ node }: { node: { order: { number: string } } }) => node.order.number).toSorted()
}

async function finish({ admin }: StillCompany, order: string): Promise<void> {
  await admin.tell('mutation ($input: StepInput!) { completeStep(input: $input) { step { state } } }', {
    input: { order, step: 'enter-order' },
  })
}

async function timesStarted({ admin }: StillCompany, number: string): Promise<number> {
  const { order } = await admin.tell(
    'query ($number: String!) { order(number: $number) { events(first: 100) { edges { node { ... on StepChanged { toState } } } } } }',
    { number },
  )
  type Edge = { node: { toState?: string } }
  return order.events.edges.filter(({ node }: Edge) => node.toState === 'IN_PROGRESS').length
}
