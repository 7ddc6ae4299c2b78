import { describe, expect, test } from 'vitest'
import { type Happening, Lifecycle } from '../../server/interop/lifecycle.ts'

/** `step transition hour [holder] [instance]`, a dash where there is none. */
function happening(line: string, row: number): Happening {
  const [step = '', transition = '', hour = '', holder = '-', instance = '-'] = line.split(' ')
  const orNull = (text: string) => (text === '-' ? null : text)
  return {
    ...{ step, transition: orNull(transition), at: Number(hour), holder: orNull(holder), instance: orNull(instance) },
    ...{ department: null, origin: { file: 'log.xes', row } },
  }
}

function pair(...lines: readonly string[]): { runs: string[]; notes: string[] } {
  const lifecycle = new Lifecycle()
  const runs = lifecycle.pair(lines.map(happening))
  const text = runs.map(
    ({ step, startedAt, finishedAt, holder }) => `${step} ${startedAt}-${finishedAt ?? ''} ${holder ?? '-'}`,
  )
  return { runs: text, notes: lifecycle.notes() }
}

describe('events of a lifecycle become runs', () => {
  test.each<[string, string[], string[]]>([
    ['a start and its completion', ['a start 1 Ann', 'a complete 3 Ann'], ['a 1-3 Ann']],
    ['completions alone, of no length', ['a complete 1 Ann', 'a complete 3'], ['a 1-1 Ann', 'a 3-3 -']],
    ['events that say nothing of it', ['a - 1', 'b - 2'], ['a 1-1 -', 'b 2-2 -']],
    ['a start that nothing completes', ['a start 1 Ann'], ['a 1- Ann']],
    ['pauses are within a run', ['a start 1', 'a suspend 2', 'a resume 4', 'a complete 5'], ['a 1-5 -']],
    ['going on where nothing was going on is a start', ['a resume 4', 'a complete 5'], ['a 4-5 -']],
    [
      'two at a time, each its holder’s',
      ['a start 1 Ann', 'a start 2 Bob', 'a complete 3 Bob', 'a complete 4 Ann'],
      ['a 1-4 Ann', 'a 2-3 Bob'],
    ],
    [
      'two at a time, each its instance’s',
      ['a start 1 Ann x', 'a start 2 Ann y', 'a complete 3 Ann y', 'a complete 4 Ann x'],
      ['a 1-4 Ann', 'a 2-3 Ann'],
    ],
    [
      'two at a time of nobody, in their order',
      ['a start 1', 'a start 2', 'a complete 3', 'a complete 4'],
      ['a 1-3 -', 'a 2-4 -'],
    ],
    ['whoever finished it holds it', ['a start 1 Ann', 'a complete 3 Bob'], ['a 1-3 Bob']],
    ['whoever it was assigned to holds it', ['a assign 1 Ann', 'a start 2', 'a complete 3'], ['a 2-3 Ann']],
    ['planning is no run', ['a schedule 1', 'a withdraw 2', 'b autoskip 3', 'c complete 4'], ['c 4-4 -']],
    ['what is aborted is over', ['a start 1', 'a ate_abort 2', 'b pi_abort 3'], ['a 1-2 -']],
    ['a word of another standard is a run', ['a InProgress 1', 'a Closed 2'], ['a 1-1 -', 'a 2-2 -']],
    ['in any order and any case', ['a COMPLETE 3', 'a Start 1'], ['a 1-3 -']],
  ])('%s', (_, lines, runs) => {
    expect(pair(...lines).runs).toEqual(runs)
  })
})

test('what does not pair is counted, and nothing is said where every event is a run', () => {
  expect(pair('a complete 1', 'b complete 2').notes).toEqual([])
  const { notes } = pair(
    'a start 1',
    'a complete 2',
    'b complete 3',
    'c start 4',
    'd schedule 5',
    'e start 6',
    'e ate_abort 7',
    'f Odd 8',
  )
  expect(notes).toEqual([
    '2 of 5 runs have a start and a completion of their own',
    '1 completions without a start: each is a run of no length',
    '1 starts without a completion: their runs are unfinished',
    '1 runs were aborted: each is finished then',
    '1 events of schedule are no runs and are left out',
    '1 events have a lifecycle of their own, Odd: each is a run of no length',
  ])
})
