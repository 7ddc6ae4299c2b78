import { badInput } from './refusal.ts'

/** The longest natural key: what a person can still say, and an index can hold whatever the script. */
export const KEY_LIMIT = 120

/**
 * Refuses text that Postgres cannot keep: NUL and lone surrogates. Strings inside lists and objects (their keys too) are
 * looked at; the refusal's `field` is the path to the one, e.g. `lines.0.sku`.
 */
export function checkText(field: string, value: unknown): void {
  if (typeof value === 'string') return checkString(field, value)
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    checkString(field, key)
    checkText(field === '' ? key : `${field}.${key}`, inner)
  }
}

function checkString(field: string, text: string): void {
  if (text.includes('\0')) throw badInput(field, 'holds the character NUL', harmless(text))
  if (!text.isWellFormed()) throw badInput(field, 'holds half of a character (a lone surrogate)', harmless(text))
}

function harmless(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{2400}')
}

/** The text without white space around it. Refuses one that shows nothing and one of more than `max` characters. */
export function requireText(field: string, text: string, max: number): string {
  checkText(field, text)
  const trimmed = text.trim()
  if (!/[^\p{Z}\p{C}]/u.test(trimmed)) throw badInput(field, 'is blank', text)
  if (characters(trimmed) > max)
    throw badInput(field, `is longer than ${max} characters (${characters(trimmed)})`, text, max)
  return trimmed
}

/**
 * A natural key: letters and digits of any script, marks and signs, with single spaces between. What cannot be seen or
 * stands outside is refused rather than mended, since a key that is silently another one is not found again.
 */
export function requireKey(field: string, text: string): string {
  const key = requireText(field, text, KEY_LIMIT)
  if (key !== text) throw badInput(field, 'begins or ends with white space', text)
  if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]+$/u.test(key))
    throw badInput(field, 'holds a character that cannot be seen', text)
  return key
}

function characters(text: string): number {
  return [...text].length
}
