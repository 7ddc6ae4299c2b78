import { describe, expect, test } from 'vitest'
import type { Task } from '../../web/src/documents/queue-documents.ts'
import { type Deed, foreseen } from '../../web/src/queue/deed.ts'
import { lineOf, takeTurn } from '../../web/src/queue/deed-line.ts'

const ME = { key: 'ana', name: 'Ana' }
const step = (version: number, more: object = {}): Task =>
  ({
    ...{ id: 's1', state: 'READY', version, holder: null, holds: [] },
    ...{ runs: [{ number: 1, readyAt: '2026-11-22T09:00:00Z', startedAt: null, finishedAt: null }] },
    ...more,
  }) as unknown as Task

const at = (version: number, ...deeds: Deed[]) => deeds.map((deed, index) => ({ deed, version: version + index }))
const HOLD: Deed = { action: 'hold', reason: 'No address' }

describe('what is foreseen of a step', () => {
  test('is what all the deeds under way make of it, one upon the other', () => {
    const started = foreseen(step(3), at(3, { action: 'start' }), ME)
    expect(started).toMatchObject({ state: 'IN_PROGRESS', holder: ME })
    const held = foreseen(step(3), at(3, { action: 'start' }, HOLD), ME)
    expect(held).toMatchObject({ state: 'BLOCKED', holds: [{ reason: 'No address', placedBy: ME }] })
    const released = foreseen(step(3), at(3, { action: 'start' }, HOLD, { action: 'release' }), ME)
    expect(released).toMatchObject({ state: 'IN_PROGRESS', holds: [] })
    expect(foreseen(step(3), at(3, HOLD, { action: 'release' }), ME).state).toBe('READY')
  })

  test('has nothing done twice where the event of a deed was here before its answer', () => {
    const known = step(4, { state: 'BLOCKED', holds: [{ reason: 'No address' }] })
    expect(foreseen(known, at(3, HOLD), ME)).toBe(known)
    expect(foreseen(known, at(3, HOLD, { action: 'release' }), ME)).toMatchObject({ state: 'READY', holds: [] })
  })
})

describe('a deed', () => {
  const line = lineOf(undefined, step(3))
  takeTurn(line, step(3), { action: 'assign', holder: ME })
  takeTurn(line, step(3), HOLD)

  test('joins the line while another is under way, whatever of the step was seen by then', () => {
    expect(line.pending.map(({ version }) => version)).toEqual([3, 4])
    for (const version of [3, 4, 5]) expect(lineOf(line, step(version))).toBe(line)
  })

  test("joins it afterwards where all that was changed is the viewer's own doing, and no further", () => {
    const over = { ...line, pending: [] }
    for (const version of [3, 4, 5]) expect(lineOf(over, step(version))).toBe(over)
    for (const version of [2, 6]) expect(lineOf(over, step(version))).toMatchObject({ from: version, to: version })
  })
})
