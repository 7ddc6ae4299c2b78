import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { readConfig } from '../../server/config.ts'
import { startBaton } from '../../server/start.ts'
import { ADMIN, enter, orderToShow, REP, ROOMS, type RoomShown, type ShownOrder } from '../web/rooms.ts'
import { publishVersions } from '../web/versions.ts'
import { launchBrowser } from './chromium.ts'
import { actAs } from './client.ts'

/**
 * `npm run screenshots [-- --only NAME] [-- --out FOLDER]`: a picture of every room on a fresh demo company, in both themes and at
 * two widths. `--map FOLDER` makes only the two of the relay map that README.md shows.
 */
const WIDTHS = [1280, 390]
/** A list without end is pictured so far, in pixels. */
const HIGHEST = 3_000
const THEMES = ['light', 'dark'] as const
const SILENT = { info: () => {}, warn: () => {}, error: () => {} }
const FOLDER = fileURLToPath(new URL('../../screenshots', import.meta.url))

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, out: { type: 'string', default: FOLDER }, map: { type: 'string' } },
  })
  mkdirSync(values.map ?? values.out, { recursive: true })
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
  const order = await orderToShow(admin, values.map === undefined ? REP : null)
  for (const shot of values.map === undefined ? roomShots(values.out, values.only ?? '') : mapShots(values.map)) {
    await picture(browser, baton.url, order, shot)
    console.log(shot.file)
  }
}

function roomShots(folder: string, only: string): Shot[] {
  return ROOMS.filter(({ name }) => name.includes(only)).flatMap((room) =>
    THEMES.flatMap((theme) =>
      WIDTHS.map((width) => ({ room, theme, width, file: join(folder, `${room.name}-${theme}-${width}.png`) })),
    ),
  )
}

function mapShots(folder: string): Shot[] {
  const room: RoomShown = { name: 'relay-map', as: ADMIN, path: ({ number }) => `/orders/${number}` }
  return THEMES.map((theme) => ({
    room,
    theme,
    width: 1280,
    file: join(folder, `relay-map-${theme}.png`),
    part: 'The relay',
  }))
}

/** The window as high as the page, so that rows are drawn which are only there when they are in view, and bars lie at the end. */
async function seeAll(page: Page, width: number): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.min(height, HIGHEST) })
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

type Shot = {
  readonly room: RoomShown
  readonly theme: 'light' | 'dark'
  readonly width: number
  readonly file: string
  /** The name of the only region that is wanted. */
  readonly part?: string
}

async function picture(browser: Browser, baseURL: string, order: ShownOrder, shot: Shot): Promise<void> {
  const { room, theme, width, file, part } = shot
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
  if (part) await page.getByRole('region', { name: part }).screenshot({ path: file })
  else {
    await seeAll(page, width)
    await page.screenshot({ path: file })
  }
  await context.close()
}

await main()
