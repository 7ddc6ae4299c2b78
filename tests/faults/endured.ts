import { expect } from 'vitest'
import { MUTATIONS_OF_ORDER } from './load.ts'
import type { Endured } from './ordeal.ts'

/** What holds whatever was done to the server. */
export function expectNothingLost({ verifications, deeds, repeated, versions, watched, log }: Endured): void {
  expect(verifications.filter(({ difference }) => difference !== null)).toEqual([])
  expect(repeated, 'a deed that is sent again gets its first answer').toEqual(deeds.map((deed) => deed.answer))
  const orders = new Set(deeds.map((deed) => deed.order))
  const done = new Map([...orders].map((order) => [order, MUTATIONS_OF_ORDER]))
  expect(versions, 'every mutation was done once').toEqual(done)
  expect(watched, 'the watcher was given the log').toEqual(log)
}
