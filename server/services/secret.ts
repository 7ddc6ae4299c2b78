import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** An API token: `bat_`, 32 random bytes in base 62, and their CRC-32, so that a mistyped one is known without the database. */
const PREFIX = 'bat_'
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BODY = 43
const CHECKSUM = 6
const FORM = new RegExp(`^${PREFIX}[0-9A-Za-z]{${BODY + CHECKSUM}}$`)

/** A new API token; `bytes` are 32 random ones. */
export function newApiSecret(bytes: Uint8Array = randomBytes(32)): string {
  const body = base62(BigInt(`0x${Buffer.from(bytes).toString('hex')}`), BODY)
  return `${PREFIX}${body}${checksum(body)}`
}

/** Whether the text has the form and the checksum of an API token; it may still be unknown. */
export function isApiSecret(text: string): boolean {
  if (!FORM.test(text)) return false
  const body = text.slice(PREFIX.length, -CHECKSUM)
  return text.endsWith(checksum(body))
}

export function newSessionSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 in hex: what is kept of a secret. The secrets are random, so no salt and no slow hash is needed. */
export function digestOf(secret: string): string {
  return hash('sha256', secret)
}

/** Compares in a time that says nothing about where the two differ, nor how long they are. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
}

function checksum(body: string): string {
  return base62(BigInt(crc32(body)), CHECKSUM)
}

function base62(value: bigint, width: number): string {
  let rest = value
  let text = ''
  for (; rest > 0n; rest /= 62n) text = DIGITS[Number(rest % 62n)] + text
  return text.padStart(width, DIGITS[0])
}
