import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { readConfig } from '../../server/config.ts'
import { startBaton } from '../../server/start.ts'
import { enter, orderToShow, ROOMS, type RoomShown, type ShownOrder } from '../web/rooms.ts'
import { publishVersions } from '../web/versions.ts'
import { launchBrowser } from './chromium.ts'
import { actAs } from './client.ts'

/**
 * `npm run screenshots [-- --only NAME] [-- --out FOLDER]`: a picture of every room on a fresh demo company, in both themes and at
 * two widths.
 */
const WIDTHS = [1280, 390]
const THEMES = ['light', 'dark'] as const
const SILENT = { info: () => {}, warn: () => {}, error: () => {} }
const FOLDER = fileURLToPath(new URL('../../screenshots', import.meta.url))

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, out: { type: 'string', default: FOLDER } } })
  mkdirSync(values.out, { recursive: true })
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-screenshots-'))
  await using closing = new AsyncDisposableStack()
  closing.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  const baton = await startBaton(readConfig({ PORT: '0', BATON_DATA: dataDir }), { log: SILENT })
  closing.defer(() => baton.close())
  const browser = await launchBrowser()
  closing.defer(() => browser.close())
  const tokens = JSON.parse(readFileSync(join(dataDir, 'demo-tokens.json'), 'utf8'))
  const admin = actAs(baton.url, tokens.admin)
  await publishVersions(admin)
  const order = await orderToShow(admin)
  for (const room of ROOMS.filter(({ name }) => name.includes(values.only ?? ''))) {
    for (const theme of THEMES)
      for (const width of WIDTHS) {
        const file = join(values.out, `${room.name}-${theme}-${width}.png`)
        await picture(browser, baton.url, { room, order, theme, width, file })
      }
    console.log(room.name)
  }
}

type Picture = {
  readonly room: RoomShown
  readonly order: ShownOrder
  readonly theme: 'light' | 'dark'
  readonly width: number
  readonly file: string
}

async function picture(browser: Browser, baseURL: string, { room, order, theme, width, file }: Picture): Promise<void> {
  const viewport = { width, height: width > 600 ? 900 : 844 }
  const context = await browser.newContext({
    baseURL,
    viewport,
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(`${room.name}: ${error}`))
  await enter(page, room, order)
  await page.screenshot({ path: file, fullPage: true })
  await context.close()
}

await main()
