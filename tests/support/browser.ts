import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect, inject } from 'vitest'
import { hasChromium, launchBrowser } from './chromium.ts'

/** Opens a page with cookies of its own; `baseURL` is the server's. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>

/** Tests in a real browser, one for the file. A page that throws fails its test. */
export function inBrowser(tests: (open: OpenPage) => void): void {
  describe.skipIf(!hasChromium)('in a browser', () => {
    let browser: Promise<Browser> | null = null
    const pages: Page[] = []
    const faults: string[] = []
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.context().close()
      expect(faults.splice(0), 'errors in the page').toEqual([])
    })
    afterAll(async () => {
      await (await browser?.catch(() => null))?.close()
    })
    tests(async (options = {}) => {
      const pageFault = inject('pageFault')
      if (options.baseURL && pageFault) throw new Error(`the page could not be built: ${pageFault}`)
      browser ??= launchBrowser()
      const page = await (await browser).newPage({ reducedMotion: 'reduce', ...options })
      page.on('pageerror', (error) => faults.push(String(error)))
      pages.push(page)
      return page
    })
  })
}

/** Keeps a picture in the folder that SCREENSHOTS names; does nothing where it names none. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
