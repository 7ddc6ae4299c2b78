import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { type Running, startBaton } from '../../server/start.ts'
import type { OpenPage } from '../support/browser.ts'
import { actAs, type Client } from '../support/client.ts'

const SILENT = { info: () => {}, warn: () => {}, error: () => {} }

/** A demo company, one for the test file, with who may do everything there. */
export type Demo = { readonly url: string; readonly admin: Client }

export function startDemo(prepare: (demo: Demo) => Promise<void> = async () => {}): () => Demo {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-rooms-'))
  let baton: Running | undefined
  let demo: Demo | undefined
  beforeAll(async () => {
    baton = await startBaton(readConfig({ PORT: '0', BATON_DATA: dataDir }), { log: SILENT })
    const tokens = JSON.parse(readFileSync(join(dataDir, 'demo-tokens.json'), 'utf8'))
    demo = { url: baton.url, admin: actAs(baton.url, tokens.admin) }
    await prepare(demo)
  })
  afterAll(async () => {
    await baton?.close()
    rmSync(dataDir, { recursive: true })
  })
  return () => demo!
}

/** A page of somebody who has put the tour away. */
export async function openAs(
  open: OpenPage,
  { url }: Demo,
  person: string,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await open({ baseURL: url, viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options })
  await page.addInitScript(() => localStorage.setItem('baton-tour', 'seen'))
  await page.request.post('/session', { data: { person } })
  await page.goto(path)
  return page
}
