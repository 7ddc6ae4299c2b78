import { describe, expect, test } from 'vitest'
import type { Task } from '../../web/src/documents/queue-documents.ts'
import {
  addPage,
  applyChanges,
  EMPTY_QUEUE,
  fadeMarks,
  reconcile,
  settle,
  sweep,
} from '../../web/src/queue/calm-queue.ts'

const task = (number: number, version = 1, more: object = {}): Task =>
  ({
    ...{ id: `s${number}`, key: 'pick', name: 'Pick', state: 'READY', version, holder: null },
    ...{ dependsOn: [], runs: [], holds: [], readyAt: `2026-11-22T09:00:0${number}Z` },
    order: { id: `o${number}`, number: `KO-${number}`, version, promisedDate: '2026-12-01', state: 'OPEN' },
    ...more,
  }) as unknown as Task

const queueOf = (...numbers: number[]) =>
  addPage(
    EMPTY_QUEUE,
    numbers.map((number) => task(number)),
  )
const shown = ({ rows }: ReturnType<typeof queueOf>) =>
  rows.map((row) => (row.isGone ? `(${row.task.id})` : row.task.id))
const done = (number: number, version = 2) => task(number, version, { state: 'DONE' })

describe('a queue that is looked at', () => {
  test('keeps its rows where they are when a more urgent step arrives, until that is asked for', () => {
    const urgent = task(9, 1, { order: { ...task(9).order, promisedDate: '2026-11-23' } })
    const queue = applyChanges(queueOf(1, 2), [{ task: urgent, words: 'ready' }], 5)
    expect(shown(queue)).toEqual(['s1', 's2'])
    expect([...queue.arrived.keys()]).toEqual(['s9'])
    const settled = settle(queue, 6)
    expect(shown(settled)).toEqual(['s9', 's1', 's2'])
    expect(settled.rows[0]?.mark).toEqual({ words: 'new', at: 6 })
    expect(settled.arrived.size).toBe(0)
  })

  test('keeps the row of a step that somebody else finished, and says so, until it is out of sight', () => {
    const queue = applyChanges(queueOf(1, 2), [{ task: done(1), words: 'completed by Ana' }], 5)
    expect(shown(queue)).toEqual(['(s1)', 's2'])
    expect(queue.rows[0]?.mark?.words).toBe('completed by Ana')
    expect(shown(sweep(queue, (id) => id === 's1'))).toEqual(['(s1)', 's2'])
    expect(shown(sweep(queue, () => false))).toEqual(['s2'])
  })

  test("takes away at once what the viewer's own deed finished", () => {
    expect(shown(applyChanges(queueOf(1, 2), [{ task: done(1), words: null }], 5))).toEqual(['s2'])
  })

  test("takes it away as well when the event came before the answer, and shows no mark of one's own", () => {
    const told = applyChanges(queueOf(1, 2), [{ task: done(1), words: 'completed by me' }], 5)
    expect(shown(applyChanges(told, [{ task: done(1), words: null }], 6))).toEqual(['s2'])
    const both = [null, 'completed by me'].map((words) => ({ task: done(1), words }))
    expect(shown(applyChanges(queueOf(1, 2), both, 5))).toEqual(['s2'])
    expect(shown(applyChanges(queueOf(1, 2), both.toReversed(), 5))).toEqual(['s2'])
    const started = { task: task(2, 2, { state: 'IN_PROGRESS' }), words: 'started by me' }
    const marked = applyChanges(queueOf(2), [started], 5)
    expect(applyChanges(marked, [{ ...started, words: null }], 6).rows[0]?.mark).toBeNull()
  })

  test('never goes back to what an older event or a late page says', () => {
    const started = task(1, 3, { state: 'IN_PROGRESS' })
    const queue = applyChanges(queueOf(1, 2), [{ task: started, words: 'started' }], 5)
    const late = applyChanges(queue, [{ task: task(1, 2), words: 'ready' }], 6)
    expect(late.rows[0]?.task.state).toBe('IN_PROGRESS')
    const gone = applyChanges(queue, [{ task: done(2, 4), words: null }], 6)
    expect(shown(addPage(gone, [task(2, 3)]))).toEqual(['s1'])
  })

  test('shows a step once, however often it is read', () => {
    expect(shown(addPage(queueOf(1, 2), [task(2), task(3)]))).toEqual(['s1', 's2', 's3'])
    const arrived = applyChanges(queueOf(1), [{ task: task(2), words: 'ready' }], 5)
    expect(addPage(arrived, [task(2)]).arrived.size).toBe(0)
  })

  test('forgets an arrival that left before it was shown', () => {
    const arrived = applyChanges(queueOf(1), [{ task: task(2), words: 'ready' }], 5)
    expect(applyChanges(arrived, [{ task: done(2), words: 'completed' }], 6).arrived.size).toBe(0)
  })

  test('after a cut finds what left, what changed and what came, and leaves alone what changed while it was read', () => {
    const before = queueOf(1, 2, 3)
    const now = applyChanges(before, [{ task: task(3, 2, { state: 'BLOCKED' }), words: 'put on hold' }], 5)
    const queue = reconcile(now, [task(2, 2), task(4)], before.versions, 6)
    expect(shown(queue)).toEqual(['(s1)', 's2', 's3'])
    expect(queue.rows[1]?.mark?.words).toContain('while this page was not connected')
    expect([...queue.arrived.keys()]).toEqual(['s4'])
  })

  test('lets a mark fade, but not the reason why a row is gone', () => {
    const changes = [
      { task: task(1, 2), words: 'given to Ana' },
      { task: done(2), words: 'completed by Ana' },
    ]
    const faded = fadeMarks(applyChanges(queueOf(1, 2), changes, 5), 100)
    expect(faded.rows.map((row) => row.mark?.words)).toEqual([undefined, 'completed by Ana'])
  })
})
