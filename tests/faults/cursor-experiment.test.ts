import { expect, test } from 'vitest'
import { createPostgres, onDatabase } from '../support/database.ts'
import { experiment } from './cursor-experiment.ts'

const KEPT = { lost: 0, repeated: 0, invented: 0, gaps: 0, inverted: 0, torn: 0 }

onDatabase('PostgreSQL', () => {
  test('where a reader by serial number loses events the feed loses none, repeats none and keeps their order, whoever is killed', async () => {
    const { url, drop } = await createPostgres()
    const outcome = await experiment(url, { events: 4_000, writers: 12, eventsOfOrder: 4, kills: 5, seed: 3 })
    await drop()
    console.log(`of ${outcome.events} events a reader by serial number lost ${outcome.naiveLost}, the feed none`)
    expect(outcome.naiveLost).toBeGreaterThan(0)
    expect(outcome.faults).toEqual([KEPT, KEPT, KEPT, KEPT])
    expect(outcome.log).toEqual({
      events: outcome.log.highest,
      numbered: outcome.log.highest,
      highest: expect.any(Number),
    })
    expect(outcome.undone).toBeGreaterThan(0)
    expect(outcome.successions).toHaveLength(5)
    expect(outcome.successions.every(({ killed, successor }) => killed !== successor)).toBe(true)
  })
})
