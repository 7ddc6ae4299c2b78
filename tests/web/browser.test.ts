import { expect, test } from 'vitest'
import { inBrowser, screenshot } from '../support/browser.ts'

/** Whether two texts look different when they are drawn; two characters without a glyph look the same. */
const PAIRS = [
  ['a', 'b'],
  ['受', '請'],
  ['カ', 'ひ'],
]

inBrowser((open) => {
  test('shows Latin and Japanese text, whatever fonts the machine has', async () => {
    const page = await open({ viewport: { width: 600, height: 200 } })
    await page.setContent('<html lang="ja"><body style="font: 20px system-ui, sans-serif">Orders 受注 出荷 カタカナ')
    await screenshot(page, 'browser-text')
    const differ = await page.evaluate((pairs) => {
      const draw = (text: string) => {
        const canvas = document.createElement('canvas')
        const pen = canvas.getContext('2d')!
        pen.font = '30px system-ui, sans-serif'
        pen.fillText(text, 2, 40)
        return canvas.toDataURL()
      }
      return pairs.map(([one, other]) => draw(one!) !== draw(other!))
    }, PAIRS)
    expect(differ).toEqual([true, true, true])
  })
})
