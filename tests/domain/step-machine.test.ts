import { describe, expect, test } from 'vitest'
import { decide, type StepCommand } from '../../server/domain/step-machine.ts'
import type { StepState } from '../../server/domain/vocabulary.ts'
import { refused } from './refused.ts'
import { ann, commandsFor, erp, minutes, Relay, workflowOf } from './relay.ts'

const chain = workflowOf({ a: [], b: ['a'], c: ['b'] })

/** Orders in which step b stands in each of its states. */
const standing: Record<string, () => Relay> = {
  WAITING: () => new Relay(chain),
  READY: () => new Relay(chain).complete('a'),
  IN_PROGRESS: () => new Relay(chain).complete('a').start('b'),
  'BLOCKED out of READY': () => new Relay(chain).complete('a').block('b'),
  'BLOCKED out of IN_PROGRESS': () => new Relay(chain).complete('a').start('b').block('b'),
  DONE: () => new Relay(chain).complete('a', 'b'),
  SKIPPED: () => new Relay(chain).skip('b'),
  CANCELLED: () => new Relay(chain).do({ type: 'cancel', reason: 'gone' }),
}

type Row = readonly [from: string, allowed: Partial<Record<StepCommand['type'], StepState>>]
const table: readonly Row[] = [
  ['WAITING', { skip: 'SKIPPED', assign: 'WAITING' }],
  [
    'READY',
    {
      start: 'IN_PROGRESS',
      complete: 'DONE',
      block: 'BLOCKED',
      skip: 'SKIPPED',
      assign: 'READY',
      return: 'WAITING',
      report: 'DONE',
    },
  ],
  ['IN_PROGRESS', { complete: 'DONE', block: 'BLOCKED', assign: 'IN_PROGRESS', return: 'WAITING', report: 'DONE' }],
  ['BLOCKED out of READY', { block: 'BLOCKED', unblock: 'READY', skip: 'SKIPPED', assign: 'BLOCKED', report: 'DONE' }],
  ['BLOCKED out of IN_PROGRESS', { block: 'BLOCKED', unblock: 'IN_PROGRESS', assign: 'BLOCKED', report: 'DONE' }],
  ['DONE', {}],
  ['SKIPPED', {}],
  ['CANCELLED', {}],
]

describe.each(table)('a step that is %s', (from, allowed) => {
  test.each(Object.values(commandsFor('b')))('answers $type as the table says', (command) => {
    const relay = standing[from]!()
    const before = structuredClone(relay.order)
    const to = allowed[command.type]
    if (to) {
      relay.do(command)
      expect(relay.step('b').state).toBe(to)
      expect(relay.step('b').version).toBe(before.steps[1]!.version + 1)
      expect(relay.order.version).toBe(before.version + 1)
    } else {
      expect(refused(() => relay.do(command)).code).toBe('CONFLICT')
      expect(relay.order).toEqual(before)
    }
  })
})

describe('starting', () => {
  test('makes the person who starts what nobody holds the holder, of the step and of its run', () => {
    const relay = new Relay(chain).start('a')
    expect(relay.step('a').holderId).toBe(ann.id)
    expect(relay.step('a').runs).toEqual([
      { number: 1, holderId: ann.id, readyAt: minutes(0), startedAt: minutes(1), finishedAt: null },
    ])
  })

  test('leaves the step with the holder it has', () => {
    const relay = new Relay(chain).do({ type: 'assign', step: 'a', holderId: 77 }).start('a')
    expect(relay.step('a').holderId).toBe(77)
  })

  test('by an integration makes nobody the holder', () => {
    const relay = new Relay(chain).do({ type: 'start', step: 'a' }, { actor: erp })
    expect(relay.step('a').holderId).toBeNull()
  })

  test('is refused before the step was ready', () => {
    const relay = new Relay(chain)
    const start = () =>
      decide(chain, relay.order, { type: 'start', step: 'a' }, { at: minutes(-1), actor: ann, expectedVersion: null })
    expect(refused(start)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'at' })
  })
})

describe('completing', () => {
  test('a READY step starts and finishes it at the same instant', () => {
    expect(new Relay(chain).complete('a').step('a').runs).toEqual([
      { number: 1, holderId: ann.id, readyAt: minutes(0), startedAt: minutes(1), finishedAt: minutes(1) },
    ])
  })

  test('hands the baton on at that instant: the next step is READY and nobody holds it', () => {
    const relay = new Relay(chain).start('a').complete('a')
    expect(relay.told).toEqual(['a DONE', 'b READY'])
    expect(relay.step('b')).toMatchObject({
      state: 'READY',
      holderId: null,
      runs: [{ number: 1, holderId: null, readyAt: minutes(2), startedAt: null, finishedAt: null }],
    })
  })

  test('hands it to whom the next step was assigned while it waited', () => {
    const relay = new Relay(chain).do({ type: 'assign', step: 'b', holderId: 77 }).complete('a')
    expect(relay.step('b').runs.map((run) => run.holderId)).toEqual([77])
  })

  test('one of two parallel legs leaves the rejoin WAITING until the other is done', () => {
    const fork = workflowOf({ a: [], left: ['a'], right: ['a'], join: ['left', 'right'] })
    const relay = new Relay(fork).complete('a', 'left')
    expect(relay.states).toEqual({ a: 'DONE', left: 'DONE', right: 'READY', join: 'WAITING' })
    expect(relay.complete('right').states.join).toBe('READY')
  })
})

describe('assigning', () => {
  test('changes the run that is under way too', () => {
    const relay = new Relay(chain).start('a').do({ type: 'assign', step: 'a', holderId: 77 })
    expect(relay.told).toEqual(['STEP_ASSIGNED'])
    expect(relay.step('a').runs.map((run) => run.holderId)).toEqual([77])
  })

  test('to who has it already changes nothing, not even the version', () => {
    const relay = new Relay(chain).start('a')
    const before = relay.order
    expect(relay.do({ type: 'assign', step: 'a', holderId: 1 }).last.facts).toEqual([])
    expect(relay.order).toBe(before)
  })

  test('to nobody leaves the gap that is measured', () => {
    const relay = new Relay(chain).start('a').do({ type: 'assign', step: 'a', holderId: null })
    expect(relay.step('a')).toMatchObject({ holderId: null, state: 'IN_PROGRESS' })
  })
})

describe('a command', () => {
  test('for a step that is not there is NOT_FOUND', () => {
    expect(refused(() => new Relay(chain).start('z'))).toMatchObject({ code: 'NOT_FOUND', field: 'step', value: 'z' })
  })

  test('with the version of the step is decided, with another one it is a CONFLICT that tells the current one', () => {
    const relay = new Relay(chain).do({ type: 'start', step: 'a' }, { expectedVersion: 1 })
    const late = () => relay.do({ type: 'complete', step: 'a' }, { expectedVersion: 1 })
    expect(refused(late)).toMatchObject({ code: 'CONFLICT', field: 'expectedVersion', currentVersion: 2 })
    expect(relay.do({ type: 'complete', step: 'a' }, { expectedVersion: 2 }).states.a).toBe('DONE')
  })

  test('that names the version of a step is not stopped by a change of another step', () => {
    const fork = workflowOf({ a: [], b: [] })
    const relay = new Relay(fork).start('a')
    expect(relay.do({ type: 'start', step: 'b' }, { expectedVersion: 1 }).states.b).toBe('IN_PROGRESS')
  })

  test('that is refused for the state tells the version of the step', () => {
    const relay = new Relay(chain).complete('a')
    expect(refused(() => relay.complete('a'))).toMatchObject({ code: 'CONFLICT', field: 'step', currentVersion: 2 })
  })

  test('carries its note or reason on its own fact, not on what follows from it', () => {
    const relay = new Relay(chain).do({ type: 'complete', step: 'a', note: 'all there' })
    expect(relay.last.facts.map((fact) => fact.reason)).toEqual(['all there', null])
  })
})
