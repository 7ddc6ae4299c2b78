import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import type { Config } from '../config.ts'

/**
 * Whether a page that may act with the session cookie sent this. A browser says where a page comes from (`Origin`); who says
 * nothing is no foreign page. A server on loopback must also be asked for by a name that is its own: a foreign page could reach
 * it under a name of the page's that resolves to 127.0.0.1.
 */
export function isTrusted({ origin, host }: IncomingHttpHeaders, config: Config): boolean {
  if (origin !== undefined && config.origins.includes(origin)) return true
  const asked = URL.parse(`http://${host}`)
  if (!asked || (isLoopback(config.host) && !isOwnName(asked, config))) return false
  return origin === undefined || URL.parse(origin)?.host === asked.host
}

function isOwnName({ hostname, host }: URL, { origins }: Config): boolean {
  return isLoopback(hostname) || origins.some((origin) => URL.parse(origin)?.host === host)
}

/** Whether a page of this origin may read the answers: those that BATON_ORIGINS names. */
export function mayRead(origin: string | undefined, config: Config): origin is string {
  return origin !== undefined && config.origins.includes(origin)
}

/** Whether only programs of this machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
}
