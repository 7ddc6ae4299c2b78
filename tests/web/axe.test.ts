import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { inBrowser } from '../support/browser.ts'
import { startDemo } from './demo-browser.ts'
import { enter, orderToShow, ROOMS, type ShownOrder } from './rooms.ts'
import { publishVersions } from './versions.ts'

/** What axe finds in a page as it is drawn, and what is lost where the type is set twice as large. */

describe('every room', () => {
  let order: ShownOrder
  const demo = startDemo(async ({ admin }) => {
    await publishVersions(admin)
    order = await orderToShow(admin)
  })

  inBrowser((open) => {
    test.each(ROOMS)('$name: axe finds nothing serious in either theme', async (room) => {
      const page = await open({ baseURL: demo().url, viewport: { width: 1280, height: 900 }, colorScheme: 'light' })
      await enter(page, room, order)
      await page.evaluate(axe.source)
      expect(await seriousFaults(page), 'in the light theme').toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await seriousFaults(page), 'in the dark theme').toEqual([])
    })

    test.each(ROOMS)('$name: nothing is cut off with type twice as large, nor on half the width', async (room) => {
      const page = await open({ baseURL: demo().url, viewport: { width: 1280, height: 900 } })
      await enter(page, room, order)
      await page.addStyleTag({ content: 'html { font-size: 200% }' })
      expect(await overflow(page), 'with type twice as large').toEqual([])
      await page.setViewportSize({ width: 640, height: 450 })
      await page.evaluate(() => document.querySelector('style:last-of-type')?.remove())
      expect(await overflow(page), 'on half the width').toEqual([])
      await page.setViewportSize({ width: 390, height: 844 })
      expect(await overflow(page), 'on a phone').toEqual([])
    })
  })
})

/** Each fault with the first place at which it is, once what moves has come to rest. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await Promise.allSettled(document.getAnimations().map((one) => one.finished))
  })
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map((fault) => ({ ...fault, nodes: fault.nodes.filter((node) => !beginsAsRead(fault.id, node.html)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.html}: ${nodes[0]?.failureSummary})`)
}

/**
 * A leg of the map shows its step, its holder and a sign for its state; its name says them as a sentence that begins with the step.
 * Who calls it by voice says the step.
 */
function beginsAsRead(rule: string, html: string): boolean {
  return rule === 'label-content-name-mismatch' && /^<button[^>]* data-state="[A-Z_]+" data-current=/.test(html)
}

/** What reaches beyond the right border of the page, once the layout has followed. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const beyond = [...document.querySelectorAll('body *')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth + 1,
    )
    return [`${scrollWidth} px of ${clientWidth}`, ...beyond.slice(0, 3).map((one) => one.outerHTML.slice(0, 160))]
  })
}
