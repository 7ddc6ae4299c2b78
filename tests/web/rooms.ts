import type { Page } from 'playwright-core'
import type { Client } from '../support/client.ts'

/** Every room of the client, and each state that it can be in: what axe reads, and what `npm run screenshots` makes pictures of. */
export type RoomShown = {
  readonly name: string
  /** A person's key; null: nobody is signed in. */
  readonly as: string | null
  readonly path: string
  /** What is done there before one looks. */
  readonly then?: (page: Page) => Promise<void>
}

export const REP = 'maya.lindqvist'
export const CLERK = 'denise.kowalczyk'
export const ADMIN = 'grace.adeyemi'

const ORDER = `{
  orders(first: 50, filter: { state: OPEN, rep: "${REP}" }) {
    edges { node { number customer { key } lines { product { sku } } steps { state runs { number } } } }
  }
}`

/** `demo` reads the demo company: addresses are of what is in it. */
export async function roomsOf(demo: Client): Promise<readonly RoomShown[]> {
  const { orders } = await demo.tell(ORDER)
  const numbered = orders.edges.map((edge: { node: Told }) => edge.node) as Told[]
  const order = numbered.toSorted((a, b) => troubleOf(b) - troubleOf(a))[0]!
  return [
    { name: 'sign-in', as: null, path: '/' },
    { name: 'my-orders', as: REP, path: '/orders' },
    { name: 'all-orders', as: ADMIN, path: '/orders' },
    { name: 'no-orders', as: REP, path: '/orders?q=no-such-order' },
    { name: 'order', as: REP, path: `/orders/${order.number}` },
    { name: 'order-not-found', as: REP, path: '/orders/NO-SUCH' },
    { name: 'departments', as: ADMIN, path: '/departments' },
    { name: 'queue', as: CLERK, path: '/departments/order-desk/queue' },
    { name: 'not-found', as: REP, path: '/no/such/room' },
  ]
}

type Told = {
  readonly number: string
  readonly customer: { readonly key: string }
  readonly lines: readonly { readonly product: { readonly sku: string } }[]
  readonly steps: readonly { readonly state: string; readonly runs: readonly unknown[] }[]
}

/** The more there is to see on its map, the more. */
const troubleOf = ({ steps }: Told) =>
  steps.filter(({ state }) => state === 'DONE').length +
  5 * steps.filter(({ state, runs }) => state === 'BLOCKED' || runs.length > 1).length

/** Until the room has read what it shows. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[data-loading]').first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready)
}
