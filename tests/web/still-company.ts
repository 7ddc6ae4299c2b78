import type { Page } from 'playwright-core'
import { type CompanyServer, startCompany } from './company-server.ts'

const PARTS = '{ customers(first: 1) { edges { node { key } } } products(first: 1) { edges { node { sku } } } }'
const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { number } } }'
const COMPLETE = 'mutation ($input: StepInput!) { completeStep(input: $input) { step { state } } }'

/** A company in which a test places orders; nothing else happens there. */
export type StillCompany = CompanyServer & {
  /** Places an order; its first step, at the order desk, is ready. */
  place(number: string, promisedDate?: string): Promise<void>
  /** Places an order whose credit is to be checked by accounting. */
  placeForAccounting(number: string): Promise<void>
}

export async function openStillCompany(): Promise<StillCompany> {
  const company = await startCompany()
  const { admin } = company
  const { customers, products } = await admin.tell(PARTS)
  const place = async (number: string, promisedDate?: string) => {
    const lines = [{ sku: products.edges[0].node.sku, quantity: '2' }]
    const customer = customers.edges[0].node.key
    const input = { number, workflow: 'new-order', customer, rep: 'maya.lindqvist', lines, promisedDate }
    await admin.tell(PLACE, { input })
  }
  return {
    ...company,
    place,
    placeForAccounting: async (number) => {
      await place(number)
      await admin.tell(COMPLETE, { input: { order: number, step: 'enter-order' } })
    },
  }
}

/** The row of an order in the queue. */
export const rowOf = (page: Page, number: string) => page.getByRole('listitem').filter({ hasText: number })

/** Goes down from row to row, with the keyboard alone, until the one of this order has the focus. */
export async function goToRow(page: Page, number: string): Promise<void> {
  await rowOf(page, number).waitFor()
  await page.keyboard.press('k')
  await page.locator('[data-row]:focus').waitFor()
  await page.keyboard.press('Home')
  for (let index = 0; ; index++) {
    await page.locator(`[data-row][data-index="${index}"]:focus`).waitFor()
    if ((await page.locator('[data-row]:focus').innerText()).includes(number)) return
    await page.keyboard.press('j')
  }
}

/** Puts what is in hand on hold, with the keyboard alone. */
export async function holdByKeys(page: Page, reason: string): Promise<void> {
  await page.keyboard.press('h')
  await page.getByRole('dialog').getByRole('textbox').fill(reason)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
}

export const isState = (page: Page, word: string) => page.getByRole('status').filter({ hasText: word }).waitFor()
