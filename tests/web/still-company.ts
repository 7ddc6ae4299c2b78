import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { readConfig } from '../../server/config.ts'
import type { Baton } from '../../server/services/baton.ts'
import { startBaton } from '../../server/start.ts'
import type { OpenPage } from '../support/browser.ts'
import { actAs, type Client } from '../support/client.ts'

const SILENT = { info: () => {}, warn: () => {}, error: () => {} }
const PARTS = '{ customers(first: 1) { edges { node { key } } } products(first: 1) { edges { node { sku } } } }'
const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { number } } }'
const COMPLETE = 'mutation ($input: StepInput!) { completeStep(input: $input) { step { state } } }'

/** The demo company on a server of its own, where nothing happens but what a test does. */
export type StillCompany = {
  readonly url: string
  readonly baton: Baton
  readonly admin: Client
  /** Places an order; its first step, at the order desk, is ready. */
  place(number: string, promisedDate?: string): Promise<void>
  /** Places an order whose credit is to be checked by accounting. */
  placeForAccounting(number: string): Promise<void>
  close(): Promise<void>
}

export async function openStillCompany(): Promise<StillCompany> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-clerk-'))
  const baton = await startBaton(readConfig({ PORT: '0', BATON_DATA: dataDir }), { log: SILENT })
  const admin = actAs(baton.url, JSON.parse(readFileSync(join(dataDir, 'demo-tokens.json'), 'utf8')).admin)
  const { customers, products } = await admin.tell(PARTS)
  const place = async (number: string, promisedDate?: string) => {
    const lines = [{ sku: products.edges[0].node.sku, quantity: '2' }]
    const customer = customers.edges[0].node.key
    const input = { number, workflow: 'new-order', customer, rep: 'maya.lindqvist', lines, promisedDate }
    await admin.tell(PLACE, { input })
  }
  return {
    url: baton.url,
    baton: baton.baton,
    admin,
    place,
    placeForAccounting: async (number) => {
      await place(number)
      await admin.tell(COMPLETE, { input: { order: number, step: 'enter-order' } })
    },
    close: async () => {
      await baton.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** Signed in, at that address, with the tour put away. */
export async function openAs(open: OpenPage, url: string, person: string, path: string): Promise<Page> {
  const page = await open({ baseURL: url, viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  await page.addInitScript(() => localStorage.setItem('baton-tour', 'seen'))
  await page.request.post('/session', { data: { person } })
  await page.goto(path)
  return page
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

export const isState = (page: Page, word: string) => page.getByRole('status').filter({ hasText: word }).waitFor()
