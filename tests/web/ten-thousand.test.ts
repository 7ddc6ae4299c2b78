import type { Locator, Page } from 'playwright-core'
import { describe, expect, test, vi } from 'vitest'
import { placeOrder } from '../../server/domain/placing.ts'
import { allocateOrderIds, insertOrders } from '../../server/storage/order-insert.ts'
import { inBrowser, screenshot } from '../support/browser.ts'
import { type CompanyServer, openAs } from './company-server.ts'
import { startDemo } from './demo-browser.ts'

/** Lists of ten thousand rows that lie in the database, read over the API page by page. */

const ROWS = 10_000
/** Elements that a page may have, however long its list is. */
const MOST_ELEMENTS = 2_500
const FIRST_PLACED = Date.UTC(2026, 0, 5, 8)
const MINUTE = 60_000
const PUBLISH = `mutation { publishWorkflow(input: { key: "counter", name: "Over the counter", steps: [
  { key: "hand-over", name: "Hand it over", department: "order-desk", delivers: true } ] }) { workflow { id } } }`

/** The demo's database and browser share the machine with other test files. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const numberOf = (place: number) => `TT-${String(place).padStart(5, '0')}`

/** Orders of one rep, each ready at the order desk, one placed each minute: the first is TT-00000. */
async function fill({ baton, admin }: CompanyServer): Promise<void> {
  await admin.tell(PUBLISH)
  const workflow = baton.directory.workflows().findLast(({ key }) => key === 'counter')!
  const repId = baton.directory.people.byKey('maya.lindqvist')!.id
  await baton.database.pool.transaction(async (tx) => {
    const ids = await allocateOrderIds(tx, ROWS)
    const list = ids.map((id, place) => {
      const told = { id, number: numberOf(place), repId, placedAt: FIRST_PLACED + place * MINUTE }
      const { order } = placeOrder(workflow, { ...PLAIN, ...told }, () => true)
      return { order, fingerprint: null }
    })
    await insertOrders(tx, list, new Map([[workflow.id, workflow]]))
  })
}

const PLAIN = {
  externalIds: [],
  customerId: null,
  channel: null,
  circumstances: [],
  attributes: {},
  lines: [],
  timeZone: 'America/Chicago',
  requestedDate: null,
  promisedDate: null,
}

describe('ten thousand rows', () => {
  const demo = startDemo(fill)

  inBrowser((open) => {
    test('of the orders are read on as one goes to the end by the keyboard, and only what is in view is there', async () => {
      const page = await openAs(open, demo(), 'maya.lindqvist', '/orders?show=table&q=TT-&state=OPEN')
      const table = page.getByRole('table', { name: 'Orders' })
      await table.getByRole('row', { name: /TT-09999/ }).waitFor()
      expect(await table.getAttribute('aria-rowcount')).toBe(String(ROWS + 1))
      const most = await goToEnd(page, /^That is all: 10,000 orders\.$/m)

      const last = table.getByRole('row', { name: /TT-00000/ })
      await pressUntil(page, 'End', last)
      expect(await last.getAttribute('aria-rowindex')).toBe(String(ROWS + 1))
      expect(most).toBeLessThan(MOST_ELEMENTS)
      await screenshot(page, 'ten-thousand-orders')
      const first = table.getByRole('row', { name: /TT-09999/ })
      await pressUntil(page, 'Home', first)
      expect(await first.getAttribute('aria-rowindex')).toBe('2')
    })

    test('of a queue are gone through by the keyboard from the first to the last, and only what is in view is there', async () => {
      const page = await openAs(open, demo(), 'denise.kowalczyk', '/departments/order-desk/queue')
      await page.locator('[data-row]').first().waitFor()
      await page.keyboard.press('j')
      await page.locator('[data-row]:focus').waitFor()
      const load = page.getByRole('navigation', { name: 'Load' })
      const whole = load.getByRole('link', { name: /^\d+ in all$/ })
      await whole.waitFor()
      const all = Number.parseInt(await whole.innerText(), 10)
      expect(all).toBeGreaterThanOrEqual(ROWS)

      await page.keyboard.press('End')
      const last = page.locator(`[data-row][data-index="${all - 1}"]:focus`)
      await last.waitFor()
      expect([await last.getAttribute('aria-posinset'), await last.getAttribute('aria-setsize')]).toEqual([
        `${all}`,
        `${all}`,
      ])
      expect(await last.innerText()).toContain(numberOf(ROWS - 1))
      expect(await elements(page)).toBeLessThan(MOST_ELEMENTS)
      await screenshot(page, 'ten-thousand-steps')
      await page.keyboard.press('k')
      await page.locator(`[data-row][data-index="${all - 2}"]:focus`).waitFor()
      await page.keyboard.press('Home')
      await page.locator('[data-row][data-index="0"]:focus').waitFor()
    })
  })
})

/** Milliseconds after which End is pressed again though nothing more has come. */
const PATIENCE = 2_000

const elements = (page: Page) => page.locator('*').count()

/**
 * Presses End, and again when more has been read, until the page says that it is over. Gives back the most elements there were. A press is
 * lost on the way when rows turn out to be higher than they were taken for: whoever sits there presses again.
 */
async function goToEnd(page: Page, over: RegExp): Promise<number> {
  let most = 0
  let height = 0
  const goesOn = (before: number) =>
    document.documentElement.scrollHeight > before || /^That is all: |could not be read/m.test(document.body.innerText)
  while (!over.test(await page.locator('body').innerText())) {
    await page.keyboard.press('End')
    most = Math.max(most, await elements(page))
    await page.waitForFunction(goesOn, height, { timeout: PATIENCE }).catch(() => null)
    expect(await page.getByRole('alert').allInnerTexts()).toEqual([])
    height = await page.evaluate(() => document.documentElement.scrollHeight)
  }
  return most
}

/** Presses the key, as often as the press is lost, until the row is there; if it never comes the test runs out of time. */
async function pressUntil(page: Page, key: 'Home' | 'End', row: Locator): Promise<void> {
  const isThere = () =>
    row.waitFor({ timeout: PATIENCE }).then(
      () => true,
      () => false,
    )
  do await page.keyboard.press(key)
  while (!(await isThere()))
}
