import type { Task } from '../documents/queue-documents.ts'

export type Action = 'start' | 'complete' | 'hold' | 'release' | 'return' | 'assign' | 'take'
/** Those that need something said first. */
export type AskedAction = 'hold' | 'return' | 'assign'

export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  start: 'Start',
  complete: 'Complete',
  take: 'Take it',
  hold: 'Hold…',
  release: 'Release',
  return: 'Hand back…',
  assign: 'Assign…',
}

/** One key an action; only where the queue has the focus, so that nobody's typing is taken. */
export const ACTION_KEYS: Readonly<Record<Action, string>> = {
  start: 's',
  complete: 'c',
  take: 't',
  hold: 'h',
  release: 'r',
  return: 'b',
  assign: 'a',
}

export const ACTIONS = Object.keys(ACTION_WORDS) as readonly Action[]
export const actionOfKey = (key: string) => ACTIONS.find((action) => ACTION_KEYS[action] === key)
export const isAsked = (action: Action): action is AskedAction =>
  action === 'hold' || action === 'return' || action === 'assign'

/** What can be done with a step in the state that it is in, the likeliest first. A first step has nobody to go back to. */
export function actionsFor(task: Pick<Task, 'state' | 'dependsOn' | 'holder'>, me: string | null): Action[] {
  const take: Action[] = me !== null && !task.holder ? ['take'] : []
  const giveBack: Action[] = task.dependsOn.length > 0 ? ['return'] : []
  if (task.state === 'READY') return ['start', 'complete', ...take, 'hold', ...giveBack, 'assign']
  if (task.state === 'IN_PROGRESS') return ['complete', ...take, 'hold', ...giveBack, 'assign']
  if (task.state === 'BLOCKED') return ['release', ...take, 'hold', 'assign']
  return []
}

type Step = { readonly key: string; readonly dependsOn: readonly { readonly key: string }[] }

/** The steps that must come before `key`, nearest first: those that it can be handed back to. */
export function stepsBefore<One extends Step>(steps: readonly One[], key: string): One[] {
  const byKey = new Map(steps.map((step) => [step.key, step]))
  const found = new Set<One>()
  let near = byKey.get(key)?.dependsOn ?? []
  while (near.length > 0) {
    const fresh = near.map((one) => byKey.get(one.key)).filter((one) => one !== undefined && !found.has(one)) as One[]
    for (const one of fresh) found.add(one)
    near = fresh.flatMap((one) => one.dependsOn)
  }
  return [...found]
}
