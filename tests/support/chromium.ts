import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

/** The Chromium that came with `npm ci`, unpacked once into node_modules; never a browser that the machine has. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))
const require = createRequire(import.meta.url)

export type Chromium = { readonly executable: string; readonly fontconfig: string }

/** The default arguments of @sparticuz/chromium crash it when a context is closed: these are all it gets. */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']

/** The package holds a browser for Linux on x64 alone. */
export const hasChromium = process.platform === 'linux' && process.arch === 'x64'

export async function launchBrowser(): Promise<Browser> {
  const { executable, fontconfig } = await unpackChromium()
  const env = { ...process.env, FONTCONFIG_FILE: fontconfig }
  return chromium.launch({ executablePath: executable, args: ARGUMENTS, env })
}

export async function unpackChromium(): Promise<Chromium> {
  const { version } = require(join(dirname(require.resolve('@sparticuz/chromium')), '../../package.json'))
  const folder = join(CACHE, `chromium-${version}`)
  if (!existsSync(folder)) await unpackInto(folder)
  return { executable: join(folder, 'chromium'), fontconfig: await writeFontconfig(folder) }
}

/** Test files run side by side: whoever is first puts the finished folder in place in one step. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const unfinished = await mkdtemp(`${folder}-`)
  const { default: packed } = await import('@sparticuz/chromium')
  const { TMPDIR } = process.env
  process.env.TMPDIR = unfinished
  await packed.executablePath()
  if (TMPDIR === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = TMPDIR
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }))
}

/**
 * Fonts of node_modules, so that a page is as wide on every machine and text shows on one without fonts. Only where the Japanese
 * one is not installed are the machine's taken for what Open Sans has not.
 */
async function writeFontconfig(folder: string): Promise<string> {
  const dirs = [join(folder, 'fonts/fonts'), japaneseFont() ?? '/usr/share/fonts']
  const file = join(folder, 'fonts.conf')
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>${dirs.map((dir) => `<dir>${dir}</dir>`).join('')}<cachedir>${join(folder, 'font-cache')}</cachedir>
<match target="pattern"><edit name="family" mode="append_last"><string>Open Sans</string></edit></match></fontconfig>
`,
  )
  return file
}

function japaneseFont(): string | null {
  try {
    return dirname(require.resolve('@expo-google-fonts/biz-udpgothic/package.json'))
  } catch {
    return null
  }
}
