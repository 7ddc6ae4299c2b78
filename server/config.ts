import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { badInput } from './domain/refusal.ts'

/** What the surroundings say. Everything is optional; nothing else in Baton reads the environment. */
export type Config = {
  readonly port: number
  readonly host: string
  /** Null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null
  /** Absolute. */
  readonly dataDir: string
  readonly adminToken: string | null
  /** Origins of other pages that may use Baton, e.g. `https://intranet.example`. */
  readonly origins: readonly string[]
  readonly logLevel: string
}

export type Environment = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const OWN = ['BATON_DATA', 'BATON_ADMIN_TOKEN', 'BATON_ORIGINS']
const SHORTEST_TOKEN = 20

/** Reads the configuration; an empty variable counts as left out. A wrong one is refused by its name (BAD_USER_INPUT). */
export function readConfig(env: Environment): Config {
  refuseUnknown(env)
  return {
    port: portOf(given(env, 'PORT') ?? '4000'),
    host: hostOf(given(env, 'HOST') ?? '127.0.0.1'),
    databaseUrl: databaseUrlOf(given(env, 'DATABASE_URL')),
    dataDir: resolve(given(env, 'BATON_DATA') ?? '.baton'),
    adminToken: adminTokenOf(given(env, 'BATON_ADMIN_TOKEN')),
    origins: (given(env, 'BATON_ORIGINS') ?? '').split(',').filter(Boolean).map(originOf),
    logLevel: logLevelOf(given(env, 'LOG_LEVEL') ?? 'info'),
  }
}

function refuseUnknown(env: Environment): void {
  const unknown = Object.keys(env).find((name) => name.startsWith('BATON_') && !OWN.includes(name))
  if (unknown) throw badInput(unknown, `Baton knows no such variable; it reads ${OWN.join(', ')}`, env[unknown], OWN)
}

function given(env: Environment, name: string): string | null {
  const value = env[name]?.trim()
  if (value?.includes('\0')) throw badInput(name, 'holds a NUL character')
  return value ? value : null
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw badInput('PORT', `a number from 0 (any free port) to 65535 is needed, not "${text}"`, text, 65_535)
}

function hostOf(text: string): string {
  if (isIP(text) || /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i.test(text)) return text
  throw badInput('HOST', `an IP address or a host name is needed, not "${text}"`, text)
}

/** The value is not shown when it is refused: it may hold a password. */
function databaseUrlOf(text: string | null): string | null {
  if (text === null || /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? '')) return text
  const shown = URL.parse(text)?.protocol ?? 'no URL'
  throw badInput(
    'DATABASE_URL',
    `postgres://… is needed, not ${shown}`,
    shown,
    'postgres://user:password@host/database',
  )
}

function adminTokenOf(text: string | null): string | null {
  if (text === null || (text.length >= SHORTEST_TOKEN && /^[!-~]+$/.test(text))) return text
  const problem = `at least ${SHORTEST_TOKEN} visible ASCII characters without spaces are needed; it has ${text.length}`
  throw badInput('BATON_ADMIN_TOKEN', problem, text.length, SHORTEST_TOKEN)
}

function originOf(text: string): string {
  const url = URL.parse(text.trim())
  if (url && /^https?:$/.test(url.protocol) && url.origin === text.trim()) return url.origin
  throw badInput('BATON_ORIGINS', `origins such as https://intranet.example are needed, not "${text}"`, text)
}

function logLevelOf(text: string): string {
  if (LOG_LEVELS.includes(text)) return text
  throw badInput('LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')} is needed, not "${text}"`, text, LOG_LEVELS)
}
