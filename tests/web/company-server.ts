import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { readConfig } from '../../server/config.ts'
import type { Baton } from '../../server/services/baton.ts'
import { startBaton } from '../../server/start.ts'
import type { OpenPage } from '../support/browser.ts'
import { actAs, type Client } from '../support/client.ts'

const SILENT = { info: () => {}, warn: () => {}, error: () => {} }

/** The demo company on a server of its own, with who may do everything there. */
export type CompanyServer = {
  readonly url: string
  readonly baton: Baton
  readonly admin: Client
  close(): Promise<void>
}

export async function startCompany(): Promise<CompanyServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-rooms-'))
  const { url, baton, close } = await startBaton(readConfig({ PORT: '0', BATON_DATA: dataDir }), { log: SILENT })
  const tokens = JSON.parse(readFileSync(join(dataDir, 'demo-tokens.json'), 'utf8'))
  return {
    url,
    baton,
    admin: actAs(url, tokens.admin),
    close: async () => {
      await close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** A page of somebody who is signed in and has put the tour away. */
export async function openAs(
  open: OpenPage,
  { url }: { readonly url: string },
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
