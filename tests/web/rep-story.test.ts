import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inBrowser, type OpenPage, screenshot } from '../support/browser.ts'
import type { Client } from '../support/client.ts'
import { openAs as openSignedIn } from './company-server.ts'
import { openStillCompany, type StillCompany } from './still-company.ts'

/** A rep's day: what needs them, the one order that does, how it came to that, and what they owe for it. */

const REP = 'maya.lindqvist'
/** The order desk has a step in every order: it sees them all. */
const CLERK = 'denise.kowalczyk'
const HELD = 'The price is not agreed'

const BLOCK = 'mutation ($input: BlockStepInput!) { blockStep(input: $input) { step { state } } }'
const UNBLOCK = 'mutation ($input: UnblockStepInput!) { unblockStep(input: $input) { step { state } } }'
const COMPLETE = 'mutation ($input: StepInput!) { completeStep(input: $input) { step { state } } }'

type Options = BrowserContextOptions & { readonly person?: string }

describe("a rep's day", () => {
  let baton: StillCompany
  let admin: Client
  let orders = 0

  beforeAll(async () => {
    baton = await openStillCompany()
    admin = baton.admin
  })
  afterAll(() => baton.close())

  async function place(): Promise<string> {
    const number = `REP-${++orders}`
    await baton.place(number)
    return number
  }

  const firstStep = async (number: string) => {
    const { order } = await admin.tell('query ($number: String!) { order(number: $number) { current { key } } }', {
      number,
    })
    return { order: number, step: order.current[0].key as string }
  }
  const hold = async (number: string) => admin.tell(BLOCK, { input: { ...(await firstStep(number)), reason: HELD } })
  const carryOn = async (number: string) => {
    const input = await firstStep(number)
    await admin.tell(UNBLOCK, { input })
    await admin.tell(COMPLETE, { input })
  }

  const openAs = (open: OpenPage, path: string, { person = REP, ...options }: Options = {}): Promise<Page> =>
    openSignedIn(open, baton, person, path, options)

  inBrowser((open) => {
    test('the rep signs in, sees what needs them, narrows it and keeps the view', async () => {
      const number = await place()
      await hold(number)
      const page = await open({ baseURL: baton.url, viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
      await page.goto('/')
      await page.getByRole('button', { name: /Maya Lindqvist/ }).click()
      await page.getByRole('heading', { name: 'My orders' }).waitFor()
      const needy = page.getByRole('region', { name: /^Needs you/ })
      await card(needy, number).getByText(HELD).waitFor()

      await page.getByRole('button', { name: /^On hold/ }).click()
      await page.getByRole('searchbox').fill(number)
      await page.waitForURL(/q=REP-/)
      await page.getByText('1 open order').waitFor()
      expect(await page.getByRole('region').getByRole('link', { name: /^KO-/ }).count()).toBe(0)
      await page.getByRole('button', { name: 'Save this view' }).click()
      await page.getByRole('textbox', { name: 'Name of the view' }).fill('What waits for a price')
      await page.keyboard.press('Enter')
      await screenshot(page, 'rep-board')

      await page.goto('/orders')
      await page.getByRole('link', { name: 'What waits for a price' }).click()
      await page.waitForURL(/need=hold/)
      await card(needy, number).waitFor()
      await page.getByRole('link', { name: number }).click()
      await page.getByRole('heading', { name: number }).waitFor()
      await page.goBack()
      await page.getByRole('button', { name: 'Forget the view What waits for a price' }).click()
      expect(await page.getByRole('link', { name: 'What waits for a price' }).count()).toBe(0)
    })

    test('whom to ask is called, or written to, or their number or address copied', async () => {
      const number = await place()
      const page = await openAs(open, `/orders/${number}`, { permissions: ['clipboard-read', 'clipboard-write'] })
      const now = page.getByRole('region', { name: 'Has it now' })
      const call = now.getByRole('link', { name: 'call Denise Kowalczyk' })
      expect(await call.innerText()).toMatch(/^\+1 312 555 01\d\d$/)
      expect(await call.getAttribute('href')).toMatch(/^tel:\+131255501\d\d$/)
      const write = now.getByRole('link', { name: 'write to Denise Kowalczyk' })
      expect(await write.getAttribute('href')).toMatch(/^mailto:.+\?subject=Order%20REP-/)
      await now.getByRole('button', { name: 'Copy the number of Denise Kowalczyk' }).click()
      await now.getByText('✓ Copied').waitFor()
      expect(`tel:${await page.evaluate(() => navigator.clipboard.readText())}`).toBe(await call.getAttribute('href'))
      await now.getByRole('button', { name: 'Copy the address of Denise Kowalczyk' }).click()
      await now.getByText('✓ Copied').nth(1).waitFor()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('@')
    })

    test('the slider is dragged and the map is as it was, and says so, until one goes back to now', async () => {
      const number = await place()
      await hold(number)
      const page = await openAs(open, `/orders/${number}`)
      const slider = page.getByRole('slider', { name: 'Moment shown' })
      await leg(page, /^Enter the order, .*On hold/).waitFor()
      await slider.focus()
      await page.keyboard.press('Home')
      await page.getByRole('heading', { name: 'The relay as it was' }).waitFor()
      await leg(page, /^Enter the order, .*Ready, nobody holds it/).waitFor()
      await page.getByText('The past:').waitFor()
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/placed the order/)
      await page.waitForURL(/asOf=/)
      await screenshot(page, 'rep-past')
      await page.getByText('Had it then: nobody (Enter the order, Order desk)').waitFor()
      const now = page.getByRole('region', { name: 'Has it now' })
      expect(await now.innerText()).toContain(HELD)
      expect(await now.getByRole('heading').innerText()).toMatch(/– now, not on \d/)

      await page.reload()
      await leg(page, /^Enter the order, .*Ready, nobody holds it/).waitFor()
      await page.getByRole('button', { name: 'One moment on' }).click()
      await leg(page, /^Enter the order, .*On hold/).waitFor()
      await drag(page, 1, 0)
      await leg(page, /^Enter the order, .*Ready, nobody holds it/).waitFor()
      await page.getByRole('button', { name: 'Table', exact: true }).click()
      await page.getByRole('row', { name: /Enter the order.*Ready/ }).waitFor()
      await page.getByRole('button', { name: 'Map', exact: true }).click()
      await page.getByRole('button', { name: 'Back to now' }).click()
      await page.getByRole('heading', { name: 'The relay', exact: true }).waitFor()
      await leg(page, /^Enter the order, .*On hold/).waitFor()
      await page.getByRole('heading', { name: 'Has it now', exact: true }).waitFor()
      expect(new URL(page.url()).search).not.toContain('asOf')
    })

    test('what happened is played moment by moment until now', async () => {
      const number = await place()
      await hold(number)
      await carryOn(number)
      const page = await openAs(open, `/orders/${number}`)
      await leg(page, /^Enter the order, .*Done/).waitFor()
      await page.getByRole('button', { name: 'Play what happened' }).click()
      await leg(page, /^Enter the order, .*Ready/).waitFor()
      await leg(page, /^Enter the order, .*On hold/).waitFor()
      await page.getByRole('heading', { name: 'The relay', exact: true }).waitFor()
      await leg(page, /^Enter the order, .*Done/).waitFor()
      await page.getByRole('button', { name: 'Play what happened' }).waitFor()
    })

    test('somebody hands the step over: the baton travels its leg and the legs are marked', async () => {
      const number = await place()
      const page = await openAs(open, `/orders/${number}`, { reducedMotion: 'no-preference' })
      await live(page)
      await leg(page, /^Enter the order, .*Ready/).waitFor()
      await page.evaluate(noteTravels)
      await carry(number)
      await leg(page, /^Check credit, .*Ready/).waitFor()
      await page.waitForFunction(() => (window as unknown as Noted).travelled > 0)
      expect(await page.locator('[data-changed="true"]').count()).toBeGreaterThan(0)
    })

    test('where motion is not wanted the legs are marked and nothing travels', async () => {
      const number = await place()
      const page = await openAs(open, `/orders/${number}`, { reducedMotion: 'reduce' })
      await live(page)
      await leg(page, /^Enter the order, .*Ready/).waitFor()
      await page.evaluate(noteTravels)
      await carry(number)
      await page.locator('[data-changed="true"]').first().waitFor()
      await leg(page, /^Check credit, .*Ready/).waitFor()
      expect(await page.evaluate(() => (window as unknown as Noted).travelled)).toBe(0)
    })

    test('what the rep owes is handed in, and what was typed stays when it is refused', async () => {
      const number = await place()
      const page = await openAs(open, `/orders/${number}`)
      const needs = page.getByRole('region', { name: 'What the departments need' })
      const item = needs.getByRole('listitem').filter({ hasText: 'Invoice form' })
      await item.getByText('Owed by you to Accounting').waitFor()
      await item.getByRole('button', { name: /^Hand it in/ }).click()
      await page.getByRole('textbox', { name: /^Answer/ }).fill('Every month, about the same')
      await page.getByRole('textbox', { name: /^Evidence/ }).fill(`https://example.com/${'x'.repeat(2_000)}`)
      await page.getByRole('button', { name: 'Mark as met' }).click()
      await item.getByRole('alert').filter({ hasText: 'Nothing has changed' }).waitFor()
      expect(await page.getByRole('textbox', { name: /^Answer/ }).inputValue()).toBe('Every month, about the same')
      await page.getByRole('textbox', { name: /^Evidence/ }).fill('https://example.com/pattern')
      await page.getByRole('button', { name: 'Mark as met' }).click()
      await item.getByText('✓ Met').waitFor()
      await item.getByText('Every month, about the same').waitFor()
      await item.getByRole('link', { name: 'Evidence' }).waitFor()
      await item.getByRole('button', { name: /^Take it back/ }).waitFor()
    })

    test('a change marks the order in its place; it moves when the rep asks for it', async () => {
      const number = await place()
      await carry(number)
      const page = await openAs(open, `/orders?q=${number}`)
      const needy = page.getByRole('region', { name: /^Needs you/ })
      await card(needy, number).getByText('Nobody holds: Check credit').waitFor()
      await live(page)
      await hold(number)
      await card(needy, number).getByText(HELD).waitFor()
      await page.getByText('Since you look: 1 changed').waitFor()
      await page.getByRole('button', { name: 'Put everything in its place' }).click()
      await page.getByText('Since you look').waitFor({ state: 'detached' })
      await card(needy, number).getByText(HELD).waitFor()
    })

    test('the table reads on as one scrolls, each order once, and keeps only what is near the screen', async () => {
      const page = await openAs(open, '/orders?state=any', { person: CLERK })
      const table = page.getByRole('table', { name: 'Orders' })
      await table.waitFor()
      const seen = await page.evaluate(scrollThrough)
      const all = Number(await table.getAttribute('aria-rowcount')) - 1
      expect(all).toBeGreaterThan(150)
      expect(seen.numbers).toBe(all)
      expect(seen.most).toBeLessThan(60)
      await page.getByText(/^That is all: /).waitFor()
    })

    test('a choice that fits no order says what to do', async () => {
      const page = await openAs(open, '/orders?show=table&q=no-such-order-at-all')
      await page.getByText('No order fits').waitFor()
      await page.getByRole('link', { name: 'look at all orders that you may see' }).click()
      await page.getByRole('table', { name: 'Orders' }).waitFor()
      await page.goto('/orders?show=table&department=no-such-department')
      await page.getByRole('alert').filter({ hasText: 'could not be read' }).waitFor()
    })
  })

  const carry = async (number: string) => admin.tell(COMPLETE, { input: await firstStep(number) })
})

type Noted = { travelled: number }

/** Counts the batons that are seen on their way from now on. */
function noteTravels(): void {
  const noted = window as unknown as Noted
  noted.travelled = 0
  new MutationObserver(() => {
    for (const one of document.querySelectorAll('[data-travels]'))
      if (getComputedStyle(one).display !== 'none') noted.travelled++
  }).observe(document.body, { childList: true, subtree: true })
}

/** Scrolls down a screen at a time until the list says that it is over; counts the rows by their numbers. */
async function scrollThrough(): Promise<{ numbers: number; most: number }> {
  const numbers = new Set<string>()
  let most = 0
  while (!/^That is all: /m.test(document.body.innerText)) {
    const rows = [...document.querySelectorAll('[role="rowheader"] a')]
    for (const row of rows) numbers.add(row.textContent)
    most = Math.max(most, rows.length)
    window.scrollBy(0, 400)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  while (window.scrollY + window.innerHeight < document.documentElement.scrollHeight - 2) {
    window.scrollBy(0, 400)
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    for (const row of document.querySelectorAll('[role="rowheader"] a')) numbers.add(row.textContent)
  }
  return { numbers: numbers.size, most }
}

const card = (within: ReturnType<Page['getByRole']>, number: string) =>
  within.getByRole('listitem').filter({ has: within.page().getByRole('link', { name: number, exact: true }) })
const leg = (page: Page, name: RegExp) => page.getByRole('button', { name })
const live = (page: Page) => page.getByRole('status').filter({ hasText: 'Live' }).waitFor()

/** Drags the slider's thumb from one part of its way to another. */
async function drag(page: Page, from: number, to: number): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Moment shown' })
  await slider.scrollIntoViewIfNeeded()
  const box = (await slider.boundingBox())!
  const x = (part: number) => box.x + 12 + (box.width - 24) * part
  const y = box.y + box.height / 2
  await page.mouse.move(x(from), y)
  await page.mouse.down()
  await page.mouse.move(x((from + to) / 2), y, { steps: 4 })
  await page.mouse.move(x(to), y, { steps: 4 })
  await page.mouse.up()
}
