import { useRef, useState } from 'react'
import { useClient } from 'urql'
import type { Task } from '../documents/queue-documents.ts'
import { announce } from '../live/announcer.tsx'
import { carryOut, type Outcome } from './carry-out.ts'
import { DEED_DONE, type Deed } from './deed.ts'

/** How a deed stands whose end is not known, or that was refused. */
export type Standing =
  | { readonly kind: 'sending' | 'waiting'; readonly deed: Deed }
  | { readonly kind: 'refused'; readonly title: string; readonly message: string }

export type Told = { readonly task: Task; readonly outcome: Outcome }
/** What came of one deed done to several steps. */
export type Result = { readonly deed: Deed; readonly told: readonly Told[] }

type Standings = ReadonlyMap<string, Standing>

/**
 * Does things to steps: what is foreseen is shown at once, and taken back with the reason where it is refused. `onDone`
 * gets the step as it is then.
 */
export function useDeeds(onDone: (task: Task) => void) {
  const client = useClient()
  const [standings, setStandings] = useState<Standings>(new Map())
  const [result, setResult] = useState<Result | null>(null)
  const giveUp = useRef(new Map<string, AbortController>())
  const stand = (task: Task, standing: Standing | null) => setStandings((now) => withOne(now, task.id, standing))

  const one = async (task: Task, deed: Deed): Promise<Told> => {
    const { signal } = giveUp.current.get(task.id) ?? new AbortController()
    const onWait = () => stand(task, { kind: 'waiting', deed })
    const outcome = await carryOut(client, task, deed, { signal, onWait })
    giveUp.current.delete(task.id)
    if (outcome.went) onDone(outcome.task)
    stand(task, outcome.went ? null : { kind: 'refused', title: outcome.title, message: outcome.message })
    return { task, outcome }
  }

  const act = async (tasks: readonly Task[], deed: Deed): Promise<void> => {
    const free = tasks.filter((task) => !giveUp.current.has(task.id))
    setResult(null)
    for (const task of free) {
      giveUp.current.set(task.id, new AbortController())
      stand(task, { kind: 'sending', deed })
    }
    const told: Told[] = []
    for (const task of free) told.push(await one(task, deed))
    announce(inWords(deed, told))
    if (tasks.length > 1) setResult({ deed, told })
  }

  return {
    standings,
    result,
    act,
    forget: (task: Task) => giveUp.current.get(task.id)?.abort() ?? stand(task, null),
    forgetResult: () => setResult(null),
  }
}

function withOne(standings: Standings, id: string, standing: Standing | null): Standings {
  const next = new Map(standings)
  if (standing) next.set(id, standing)
  else next.delete(id)
  return next
}

function inWords(deed: Deed, told: readonly Told[]): string {
  const [only] = told
  if (told.length === 1 && only) {
    const { task, outcome } = only
    return outcome.went ? `${task.name} of order ${task.order.number}: ${DEED_DONE[deed.action]}` : outcome.title
  }
  const went = told.filter(({ outcome }) => outcome.went).length
  return `${went} ${DEED_DONE[deed.action]}, ${told.length - went} refused`
}
