import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { inBrowser, screenshot } from '../support/browser.ts'
import { openAs } from './company-server.ts'
import { startDemo } from './demo-browser.ts'
import { CLERK, openMenu, REP, search } from './rooms.ts'

/** What stands around every room: the search, the tour, the theme, and what is said when something cannot be shown. */

describe('around every room', () => {
  const demo = startDemo()
  const anOrder = async () => {
    const filter = `{ rep: "${REP}" }`
    const { orders } = await demo().admin.tell(
      `{ orders(first: 1, filter: ${filter}) { edges { node { number customer { name } lines { product { name } } } } } }`,
    )
    return orders.edges[0].node as Shown
  }

  inBrowser((open) => {
    test('the keyboard alone finds an order: Ctrl-K, some of its number, an arrow, Enter', async () => {
      const { number } = await anOrder()
      const page = await openAs(open, demo(), REP, '/workflows')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.keyboard.press('Control+k')
      const field = page.getByRole('combobox')
      await field.waitFor()
      await page.keyboard.type(number.slice(0, -1))
      const options = page.getByRole('group', { name: 'Orders' }).getByRole('option')
      await options.nth(1).waitFor()
      expect(await options.first().getAttribute('aria-selected')).toBe('true')
      await page.keyboard.press('ArrowDown')
      expect(await options.nth(1).getAttribute('aria-selected')).toBe('true')
      expect(await field.getAttribute('aria-activedescendant')).toBe(await options.nth(1).getAttribute('id'))
      const wanted = await options.nth(1).locator('strong').innerText()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: wanted }).waitFor()
      expect(await page.getByRole('dialog').count()).toBe(0)
    })

    test('customers, people, departments and products are found and lead to their rooms', async () => {
      const { customer, lines } = await anOrder()
      const page = await openAs(open, demo(), REP, '/workflows')
      for (const [group, text, heading] of [
        ['Customers', customer.name, customer.name],
        ['People', 'kowalczyk', 'Denise Kowalczyk'],
        ['Departments', 'warehou', 'Warehouse'],
        ['Products', lines[0]!.product.name, lines[0]!.product.name],
      ] as const) {
        await search(page, text)
        const found = page.getByRole('group', { name: group }).getByRole('option').filter({ hasText: heading })
        await found.first().click()
        await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      }
    })

    test('nothing found says so, and Escape gives the focus back', async () => {
      const page = await openAs(open, demo(), REP, '/workflows')
      await search(page, 'no such thing')
      await page.getByText('Nothing that you may see fits “no such thing”').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Search')
    })

    test('a search that fails says why, and searches again', async () => {
      const page = await openAs(open, demo(), REP, '/workflows')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByRole('button', { name: 'Search' }).click()
      await page.getByText('An order by its number').waitFor()
      await page.context().setOffline(true)
      await page.getByRole('combobox').fill('kowalczyk')
      await page.getByRole('alert').getByText('could not be reached').waitFor()
      await page.context().setOffline(false)
      await page.getByRole('button', { name: 'Search again' }).click()
      await page.getByRole('option', { name: /Denise Kowalczyk/ }).waitFor()
    })

    test('a first visit is led through four rooms; the tour stays put away until somebody asks for it', async () => {
      const page = await open({ baseURL: demo().url, viewport: { width: 1280, height: 900 } })
      await page.request.post('/session', { data: { person: CLERK } })
      await page.goto('/')
      const tour = page.getByRole('region', { name: 'Tour' })
      await tour.getByText('Tour, 1 of 4').waitFor()
      await next(tour, '2 of 4')
      await page.getByRole('region', { name: 'The relay' }).waitFor()
      await page.reload()
      await tour.getByText('Tour, 2 of 4').waitFor()
      await next(tour, '3 of 4')
      await page.getByRole('heading', { level: 1, name: 'Order desk' }).waitFor()
      await next(tour, '4 of 4')
      await tour.getByRole('button', { name: 'To work' }).click()
      await tour.waitFor({ state: 'detached' })
      await page.reload()
      await page.getByRole('heading', { level: 1, name: 'Order desk' }).waitFor()
      expect(await tour.count()).toBe(0)
      await openMenu(page)
      await page.getByRole('button', { name: 'Take the tour' }).click()
      await tour.getByText('Tour, 1 of 4').waitFor()
      await tour.getByRole('button', { name: 'Skip the tour' }).click()
      await tour.waitFor({ state: 'detached' })
    })

    test('the theme that is chosen holds after a reload, and from the first paint on', async () => {
      const page = await openAs(open, demo(), REP, '/orders', { colorScheme: 'light' })
      await openMenu(page)
      await page.getByRole('radio', { name: 'Dark' }).check()
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
      const dark = await paper()
      await page.reload({ waitUntil: 'commit' })
      await page.locator('body').waitFor({ state: 'attached' })
      expect(await page.evaluate(themeAtFirst), 'before the page has a body to paint').toBe('dark')
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await paper()).toBe(dark)
      await openMenu(page)
      await page.getByRole('radio', { name: 'Light' }).check()
      expect(await paper()).not.toBe(dark)
      await screenshot(page, 'menu')
    })

    test('one arrives at the heading of a room; before it stand the menu, the search, the rooms and the way past them', async () => {
      const page = await openAs(open, demo(), REP, '/workflows')
      await page.getByRole('heading', { level: 1, name: 'Workflows' }).waitFor()
      expect(await focused(page)).toBe('Workflows')
      const reached: string[] = []
      for (let tabs = 0; tabs < 8; tabs++) {
        await page.keyboard.press('Shift+Tab')
        reached.push(await focused(page))
      }
      expect(reached).toEqual([
        'Menu of Maya Lindqvist',
        expect.stringContaining('Search'),
        'Workflows',
        'To read',
        'Desk',
        'Orders',
        'Baton',
        'To the content',
      ])
      await page.keyboard.press('Enter')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    })

    test('who types and presses Enter at once goes where the answer says', async () => {
      const { number } = await anOrder()
      const page = await openAs(open, demo(), REP, '/workflows')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').waitFor()
      await page.keyboard.type(number)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: number }).waitFor()
    })

    test('a room whose script does not come says what helps, and the rest goes on', async () => {
      const page = await openAs(open, demo(), REP, '/orders')
      await page.getByRole('heading', { level: 1, name: 'My orders' }).waitFor()
      await page.route(/workflows-page.*\.js/, (route) => route.abort())
      await page.getByRole('link', { name: 'Workflows' }).click()
      const alert = page.getByRole('alert')
      await alert.getByText('This room could not be loaded').waitFor()
      await page.unroute(/workflows-page.*\.js/)
      await alert.getByRole('button', { name: 'Load the page anew' }).click()
      await page.getByRole('heading', { level: 1, name: 'Workflows' }).waitFor()
    })

    test.each([
      ['/customers/no-such', 'There is no such customer'],
      ['/people/no-such', 'There is no such person'],
      ['/products/no-such', 'There is no such product'],
      ['/no/such/room', 'There is no room at this address'],
    ])('%s: %s, and it is said where to look', async (path, told) => {
      const page = await openAs(open, demo(), REP, path)
      await page.getByText(told).waitFor()
      await page.getByText('Ctrl K, or ⌘K').waitFor()
    })
  })
})

type Shown = {
  readonly number: string
  readonly customer: { readonly name: string }
  readonly lines: readonly { readonly product: { readonly name: string } }[]
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')
const themeAtFirst = () => document.documentElement.dataset.theme

async function next(tour: ReturnType<Page['getByRole']>, place: string): Promise<void> {
  await tour.getByRole('button', { name: 'Next' }).click()
  await tour.getByText(`Tour, ${place}`).waitFor()
}
