import type { Refusal } from '../domain/refusal.ts'
import { timedOut } from './errors.ts'

/** What `work` gives, or a refusal (UNAVAILABLE, TIMEOUT) after this many milliseconds. The work itself is not stopped. */
export async function within<T>(milliseconds: number, work: () => T | Promise<T>): Promise<T | Refusal> {
  const { promise, resolve } = Promise.withResolvers<Refusal>()
  const timer = setTimeout(() => resolve(timedOut(milliseconds)), milliseconds)
  try {
    return await Promise.race([work(), promise])
  } finally {
    clearTimeout(timer)
  }
}
