import { describe, expect, test } from 'vitest'
import { refused } from './refused.ts'
import { minutes, Relay, workflowOf } from './relay.ts'

const chain = workflowOf({ a: [], b: ['a'], c: ['b'], d: ['c'] })
const fork = workflowOf({ a: [], left: ['a'], right: ['a'], join: ['left', 'right'], end: ['join'] })

describe('handing back', () => {
  test('opens a new run of the step right before, with its last holder, and waits itself', () => {
    const relay = new Relay(chain).complete('a').start('b').giveBack('b')
    expect(relay.states).toMatchObject({ a: 'READY', b: 'WAITING' })
    expect(relay.step('a')).toMatchObject({ holderId: 1, returns: 1 })
    expect(relay.step('a').runs).toEqual([
      { number: 1, holderId: 1, readyAt: minutes(0), startedAt: minutes(1), finishedAt: minutes(1) },
      { number: 2, holderId: 1, readyAt: minutes(3), startedAt: null, finishedAt: null },
    ])
    expect(relay.step('b')).toMatchObject({ returns: 0, runs: [{ number: 1, finishedAt: null }] })
  })

  test('is one fact, which names the steps that are open again and holds every step it changed', () => {
    const relay = new Relay(fork).complete('a', 'left', 'right').giveBack('join')
    expect(relay.last.facts).toHaveLength(1)
    expect(relay.last.facts[0]).toMatchObject({
      type: 'STEP_RETURNED',
      step: 'join',
      reason: 'incomplete',
      returnedTo: ['left', 'right'],
      takesBackDelivery: false,
      steps: [{ key: 'left' }, { key: 'right' }, { key: 'join' }],
    })
  })

  test('to one of two leaves the other done', () => {
    const relay = new Relay(fork).complete('a', 'left', 'right').giveBack('join', ['left'])
    expect(relay.states).toEqual({ a: 'DONE', left: 'READY', right: 'DONE', join: 'WAITING', end: 'WAITING' })
    expect(relay.complete('left').states.join).toBe('READY')
    expect(relay.step('join').runs.map((run) => run.number)).toEqual([1, 2])
  })

  test('passes over what was skipped', () => {
    const relay = new Relay(chain, ['b']).complete('a').giveBack('c')
    expect(relay.states).toEqual({ a: 'READY', b: 'SKIPPED', c: 'WAITING', d: 'WAITING' })
  })

  test('far back leaves what is done in between done, and what comes after waits for the first again', () => {
    const relay = new Relay(chain).complete('a', 'b').giveBack('c', ['a'])
    expect(relay.states).toEqual({ a: 'READY', b: 'DONE', c: 'WAITING', d: 'WAITING' })
    expect(relay.complete('a').states).toEqual({ a: 'DONE', b: 'DONE', c: 'READY', d: 'WAITING' })
  })

  test('makes what is READY in between wait, and leaves what is under way or on hold', () => {
    const wide = workflowOf({
      a: [],
      ready: ['a'],
      started: ['a'],
      held: ['a'],
      free: ['a'],
      end: ['ready', 'started', 'held'],
    })
    const relay = new Relay(wide, ['end']).complete('a').start('started').block('held')
    const late = workflowOf({ a: [], b: ['a'], ready: ['a'], mid: ['b', 'ready'], c: ['a'], end: ['mid', 'c'] })
    const between = new Relay(late).complete('a', 'b', 'ready', 'mid', 'c')
    between.report('ready', 'READY').report('b', 'IN_PROGRESS').giveBack('end', ['a'])
    expect(between.states).toEqual({
      a: 'READY',
      b: 'IN_PROGRESS',
      ready: 'WAITING',
      mid: 'DONE',
      c: 'DONE',
      end: 'WAITING',
    })
    expect(relay.giveBack('ready').states).toMatchObject({
      a: 'READY',
      ready: 'WAITING',
      started: 'IN_PROGRESS',
      held: 'BLOCKED',
      free: 'READY',
    })
  })

  test('keeps what goes on in between from handing the baton on before the first is done again', () => {
    const relay = new Relay(fork).complete('a', 'left').start('right').giveBack('right')
    relay.complete('a').start('right').complete('right')
    expect(relay.states).toMatchObject({ left: 'DONE', right: 'DONE', join: 'READY' })
  })

  test('names only what comes before', () => {
    const relay = new Relay(fork).complete('a', 'left')
    for (const key of ['left', 'right', 'join', 'nowhere'])
      expect(refused(() => relay.giveBack('right', [key]))).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'to',
        value: key,
      })
  })

  test('to what is not done is refused', () => {
    const relay = new Relay(chain, ['b']).complete('a')
    expect(refused(() => relay.giveBack('c', ['b']))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'to' })
  })

  test('what has nothing before it is refused', () => {
    expect(refused(() => new Relay(chain).giveBack('a'))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'step',
      value: 'a',
    })
  })

  test('passes over many skipped legs in one breath', () => {
    const layers = Array.from({ length: 40 }, (_, layer) => ['x', 'y', 'z'].map((name) => `${name}${layer}`))
    const before = (layer: number) => (layer === 0 ? ['first'] : layers[layer - 1]!)
    const keys = layers.flatMap((names, layer) => names.map((name) => [name, before(layer)] as const))
    const wide = workflowOf({ first: [], ...Object.fromEntries(keys), last: layers.at(-1)! })
    const relay = new Relay(wide, layers.flat()).complete('first').giveBack('last')
    expect(relay.last.facts[0]).toMatchObject({ returnedTo: ['first'] })
  })
})

test('giving a step that was handed back to somebody leaves the run that was given up with who had it', () => {
  const relay = new Relay(chain).complete('a').start('b').giveBack('b').do({ type: 'assign', step: 'b', holderId: 77 })
  expect(relay.step('b').runs.map((run) => run.holderId)).toEqual([1])
  relay.complete('a')
  expect(relay.step('b').runs.map((run) => run.holderId)).toEqual([1, 77])
})
