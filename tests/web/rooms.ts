import type { Page } from 'playwright-core'
import type { Client } from '../support/client.ts'
import { COMPARED } from './versions.ts'

/** Every room of the client, and each state that it can be in: what axe reads, and what `npm run screenshots` makes pictures of. */
export type RoomShown = {
  readonly name: string
  /** A person's key; null: nobody is signed in. */
  readonly as: string | null
  readonly path: string | ((shown: ShownOrder) => string)
  /** On a first visit, with the tour; else it was put away before. */
  readonly isFirstVisit?: true
  /** What is done there before one looks. */
  readonly before?: (page: Page) => Promise<void>
}

export const REP = 'maya.lindqvist'
export const CLERK = 'denise.kowalczyk'
export const ADMIN = 'grace.adeyemi'

const NOWHERE = '/no/such/room'

export const ROOMS: readonly RoomShown[] = [
  { name: 'sign-in', as: null, path: '/' },
  { name: 'my-orders', as: REP, path: '/orders' },
  {
    name: 'debts',
    as: REP,
    path: '/orders',
    before: (page) =>
      page
        .getByText(/^You owe/)
        .first()
        .click(),
  },
  { name: 'all-orders', as: ADMIN, path: '/orders' },
  { name: 'no-orders', as: REP, path: '/orders?q=no-such-order' },
  { name: 'order', as: REP, path: ({ number }) => `/orders/${number}` },
  {
    name: 'order-past',
    as: REP,
    path: ({ number }) => `/orders/${number}`,
    before: async (page) => {
      await page.getByRole('slider', { name: 'Moment shown' }).press('Home')
      await page.getByRole('heading', { name: 'The relay as it was' }).waitFor()
    },
  },
  {
    name: 'order-table',
    as: REP,
    path: ({ number }) => `/orders/${number}`,
    before: (page) => page.getByRole('button', { name: 'Table', exact: true }).click(),
  },
  { name: 'order-not-found', as: REP, path: '/orders/NO-SUCH' },
  { name: 'departments', as: ADMIN, path: '/departments' },
  { name: 'queue', as: 'aylin.demir', path: '/departments/production/queue' },
  {
    name: 'queue-in-hand',
    as: 'aylin.demir',
    path: '/departments/production/queue',
    before: async (page) => {
      await page.keyboard.press('j')
      await page.getByText(/^(Not there:|✓ All that|Nothing had)/).waitFor()
    },
  },
  { name: 'queue-asked', as: 'aylin.demir', path: '/departments/production/queue', before: hold },
  { name: 'requirements', as: 'aylin.demir', path: '/departments/production/requirements' },
  { name: 'publish', as: 'aylin.demir', path: '/departments/production/requirements?publish=' },
  { name: 'to-read', as: REP, path: '/requirements' },
  { name: 'queue-not-found', as: CLERK, path: '/departments/no-such/queue' },
  { name: 'workflows', as: REP, path: '/workflows' },
  { name: 'workflow', as: REP, path: '/workflows/new-order' },
  { name: 'workflow-compared', as: ADMIN, path: `/workflows/${COMPARED}?against=1` },
  { name: 'workflow-not-found', as: REP, path: '/workflows/no-such' },
  { name: 'customer', as: REP, path: ({ customer }) => `/customers/${encodeURIComponent(customer.key)}` },
  { name: 'customer-not-found', as: REP, path: '/customers/no-such' },
  { name: 'person', as: REP, path: `/people/${REP}` },
  { name: 'product', as: REP, path: ({ lines }) => `/products/${encodeURIComponent(lines[0]!.product.sku)}` },
  { name: 'admin', as: ADMIN, path: '/admin' },
  { name: 'admin-forbidden', as: REP, path: '/admin' },
  { name: 'not-found', as: REP, path: NOWHERE },
  {
    name: 'tour',
    as: REP,
    path: '/orders',
    isFirstVisit: true,
    before: (page) => page.getByText('Tour, 1 of 4').waitFor(),
  },
  { name: 'menu', as: REP, path: NOWHERE, before: openMenu },
  { name: 'search', as: REP, path: NOWHERE, before: (page) => search(page, 'pr') },
  { name: 'search-nothing', as: REP, path: NOWHERE, before: (page) => search(page, 'no such thing') },
  { name: 'search-hints', as: REP, path: NOWHERE, before: (page) => search(page, '') },
]

export type ShownOrder = {
  readonly number: string
  readonly customer: { readonly key: string }
  readonly lines: readonly { readonly product: { readonly sku: string } }[]
  readonly steps: readonly { readonly state: string; readonly runs: readonly unknown[] }[]
}

const ORDERS = `query ($rep: String) {
  orders(first: 50, filter: { state: OPEN, rep: $rep }) {
    edges { node { number customer { key } lines { product { sku } } steps { state runs { number } } } }
  }
}`

/** Of the open orders, the rep's or all, the one with the most to see on its map. */
export async function orderToShow(demo: Client, rep: string | null = REP): Promise<ShownOrder> {
  const { orders } = await demo.tell(ORDERS, rep ? { rep } : {})
  const open: ShownOrder[] = orders.edges.map((edge: { node: ShownOrder }) => edge.node)
  return open.toSorted((a, b) => muchOf(b) - muchOf(a))[0]!
}

/** Some way run, some to go, and what did not go straight. */
function muchOf({ steps }: ShownOrder): number {
  const count = (...states: string[]) => steps.filter(({ state }) => states.includes(state)).length
  const again = steps.filter(({ runs }) => runs.length > 1).length
  const now = count('READY', 'IN_PROGRESS', 'BLOCKED')
  return (
    Math.min(count('DONE'), 2 * count('WAITING')) + 3 * Math.min(again, 2) + 2 * Math.min(now, 3) + count('BLOCKED')
  )
}

/** Goes there as whoever it is for, and waits until the room has read what it shows. */
export async function enter(page: Page, room: RoomShown, order: ShownOrder): Promise<void> {
  if (!room.isFirstVisit) await page.addInitScript(() => localStorage.setItem('baton-tour', 'seen'))
  if (room.as) await page.request.post('/session', { data: { person: room.as } })
  await page.goto(typeof room.path === 'string' ? room.path : room.path(order))
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[data-loading]').first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready)
  await room.before?.(page)
}

async function hold(page: Page): Promise<void> {
  await page.keyboard.press('j')
  await page.keyboard.press('h')
  await page.getByRole('dialog', { name: 'Put on hold' }).waitFor()
}

export async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Menu of/ }).click()
}

/** Types it into the search, and waits for what comes of it. */
export async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Search' }).click()
  const dialog = page.getByRole('dialog', { name: 'Search everywhere' })
  await dialog.getByRole('combobox').fill(text)
  if (text !== '') await dialog.getByText(/^\d+ shown|^Nothing that you may see/).waitFor()
}
